// Numbers of elements, in row-major order over SPAN, which holds a window as well as all that lies between the beginnings of two. Joined with
// windows.
const SPAN: vec3u = max(WINDOW, STRIDE);

fn numberOf(offset: vec3u) -> u32 {
  return (offset.x * SPAN.y + offset.y) * SPAN.z + offset.z;
}
