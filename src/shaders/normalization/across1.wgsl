// An element of rows is one value, which is its own sum.
alias Element = f32;
const WIDTH: u32 = 1u;
fn across(element: Element) -> f32 { return element; }
