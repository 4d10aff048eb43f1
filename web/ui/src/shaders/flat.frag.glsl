// Cells too small for form: a texel or a disc in one color each.
in vec2 v_px;
out vec4 color;

uniform usampler2D u_codes;
uniform sampler2D u_share;   // of coarse texels: sites with a cell
uniform sampler2D u_palette; // 256 codes; the row says what of a cell is colored
uniform ivec2 u_mask;        // the memory of the level wraps
uniform ivec2 u_texels;      // texels of the level
uniform float u_texel;       // sites per texel, 1 for the lattice itself
uniform int u_row;
uniform float u_tissue;      // 1: bone, fat and vessels are texels as well

void main() {
  vec2 p = u_first + v_px / u_scale;
  bool disc = u_css >= 3.0 && u_texel == 1.0;
  // Odd rows stand half a site further than even ones, as round things pack.
  float shift = disc ? (int(floor(p.y)) & 1) == 0 ? -0.25 : 0.25 : 0.0;
  vec2 q = vec2(p.x - shift, p.y) / u_texel;
  ivec2 t = ivec2(floor(q));
  if (any(lessThan(t, ivec2(0))) || any(greaterThanEqual(t, u_texels))) {
    discard;
  }
  int code = int(texelFetch(u_codes, t & u_mask, 0).r);
  vec4 c = texelFetch(u_palette, ivec2(code, u_row), 0);
  if (c.a < 0.25) {
    discard;
  }
  if (c.a < 0.75) {
    c.a = u_tissue;
  } else if (disc) {
    float d = (0.5 - length(fract(q) - 0.5)) * u_scale; // pixels inside of the edge
    c.rgb *= 0.82 + 0.18 * min(1.0, d * 0.7);
    c.a = clamp(d + 0.5, 0.0, 1.0);
  } else if (u_texel > 1.0) {
    c.a = 0.3 + 0.7 * texelFetch(u_share, t & u_mask, 0).r;
  }
  color = vec4(c.rgb * c.a, c.a);
}
