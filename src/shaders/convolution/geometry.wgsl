// Sizes of a convolution for its loaders, in up to three spatial axes; axes that a convolution lacks have size 1. IN: input positions, OUT: output positions,
// TAPS: window positions, STEP: strides, DILATION: steps between window positions, BEFORE: padding before the first position. PIXELS: lines of the product,
// CHANNELS: those of a group, STRIDE: those of a pixel. BORDER: windows reach into the padding. A_EXACT: no loop goes beyond a segment.
const IN_Z: u32 = 1u;
const IN_Y: u32 = 1u;
const IN_X: u32 = 1u;
const OUT_Z: u32 = 1u;
const OUT_Y: u32 = 1u;
const OUT_X: u32 = 1u;
const TAPS_Y: u32 = 1u;
const TAPS_X: u32 = 1u;
const STEP_Z: u32 = 1u;
const STEP_Y: u32 = 1u;
const STEP_X: u32 = 1u;
const DILATION_Z: u32 = 1u;
const DILATION_Y: u32 = 1u;
const DILATION_X: u32 = 1u;
const BEFORE_Z: u32 = 0u;
const BEFORE_Y: u32 = 0u;
const BEFORE_X: u32 = 0u;
const PIXELS: u32 = 1u;
const CHANNELS: u32 = 1u;
const STRIDE: u32 = 1u;
const BORDER: bool = true;
const A_EXACT: bool = false;
