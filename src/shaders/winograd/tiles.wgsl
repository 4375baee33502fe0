// Sizes of a convolution with a 3 x 3 window and strides of 1 for Winograd's minimal filtering F(2 x 2, 3 x 3) (Lavin and Gray 2016), which sees an image as
// TILES_Y x TILES_X tiles: each is 2 x 2 output positions and the 4 x 4 input positions under their windows, so that neighbours overlap by 2. IN: input
// positions, OUT: output positions, BEFORE: padding before the first position. TILES: those of all images. VECTORS: channels / 4 of a position. INSIDE: no
// tile reaches beyond an image. A transformed tile has 16 components, whose planes of [TILES, channels] lie one after another.
const IN_Y: u32 = 4u;
const IN_X: u32 = 4u;
const OUT_Y: u32 = 2u;
const OUT_X: u32 = 2u;
const TILES_Y: u32 = 1u;
const TILES_X: u32 = 1u;
const BEFORE_Y: u32 = 0u;
const BEFORE_X: u32 = 0u;
const TILES: u32 = 1u;
const VECTORS: u32 = 1u;
const INSIDE: bool = false;
const PLANE: u32 = TILES * VECTORS;
