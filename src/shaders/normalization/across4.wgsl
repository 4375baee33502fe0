// An element of rows is four neighbours. inside: element r of a row, 0 beyond the last column.
alias Element = vec4f;
const WIDTH: u32 = 4u;
const COLUMNS: u32 = 4u;
fn across(element: Element) -> f32 { return (element.x + element.y) + (element.z + element.w); }
fn first(element: Element) -> f32 { return element.x; }
fn inside(element: Element, r: u32) -> Element {
  if (COLUMNS % 4u == 0u) { return element; }
  return select(Element(), element, vec4u(r * 4u) + vec4u(0u, 1u, 2u, 3u) < vec4u(COLUMNS));
}
