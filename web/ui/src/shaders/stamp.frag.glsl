// A glyph: its inks in the colors of the cell.
in vec2 v_at;
flat in vec4 v_body;
flat in vec3 v_nucleus;
flat in vec3 v_mark;
out vec4 color;

uniform sampler2D u_sheet;

void main() {
  vec4 ink = texture(u_sheet, v_at);
  color = vec4(min(ink.r * v_body.rgb + ink.g * v_nucleus + ink.b * v_mark, ink.a), ink.a) * v_body.a;
}
