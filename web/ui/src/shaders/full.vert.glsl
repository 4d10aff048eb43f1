// One triangle over the whole window.
out vec2 v_px; // device pixels from the window's upper left corner

void main() {
  v_px = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0) * u_size;
  gl_Position = place(v_px);
}
