#version 300 es
// One triangle over the whole picture.
out vec2 v_at; // -1..1, y downward

void main() {
  vec2 p = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  v_at = vec2(p.x, -p.y);
  gl_Position = vec4(p, 0.0, 1.0);
}
