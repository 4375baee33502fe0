// What the transforms share: four vectors, which are neighbours along one axis of a tile or components along it.
struct Four {
  a: vec4f,
  b: vec4f,
  c: vec4f,
  d: vec4f,
}
