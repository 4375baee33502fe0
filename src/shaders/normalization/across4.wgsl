// An element of rows is four neighbours.
alias Element = vec4f;
const WIDTH: u32 = 4u;
fn across(element: Element) -> f32 { return (element.x + element.y) + (element.z + element.w); }
fn first(element: Element) -> f32 { return element.x; }
