// An element of rows is one value, which is its own sum and its own first.
alias Element = f32;
const WIDTH: u32 = 1u;
fn across(element: Element) -> f32 { return element; }
fn first(element: Element) -> f32 { return element; }
fn inside(element: Element, r: u32) -> Element { return element; }
