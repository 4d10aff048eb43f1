// A corner of the square that a glyph is stamped on.
layout(location = 0) in vec2 a_site;  // from the list's origin
layout(location = 1) in uvec2 a_texel; // in the sheet of glyphs
layout(location = 2) in uvec4 a_look;  // code, tone, alpha, -

uniform vec2 u_origin; // of the list, from u_first [sites]
uniform sampler2D u_palette;
uniform sampler2D u_sheet;

out vec2 v_at;
flat out vec4 v_body; // and alpha
flat out vec3 v_nucleus;
flat out vec3 v_mark;

const float INK = 255.0 / 200.0; // an ink of 1 is 200: sheet.ts

void main() {
  int code = int(a_look.x);
  float tone = (0.94 + 0.12 * float(a_look.y) / 255.0) * INK;
  v_body = vec4(texelFetch(u_palette, ivec2(code, 0), 0).rgb * tone, float(a_look.z) / 255.0);
  v_nucleus = texelFetch(u_palette, ivec2(code, 1), 0).rgb * INK;
  v_mark = texelFetch(u_palette, ivec2(code, 2), 0).rgb * INK;
  v_at = vec2(a_texel) / vec2(textureSize(u_sheet, 0));
  gl_Position = place((a_site + u_origin) * u_scale);
}
