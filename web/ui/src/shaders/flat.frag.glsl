// Cells too small for form: a texel or a disc in one color each.
in vec2 v_site;
out vec4 color;

uniform sampler2D u_colors; // of the texels, nothing where nothing is; its memory wraps
uniform vec2 u_edge;        // texels of the memory
uniform vec2 u_texels;      // texels of the level
uniform float u_texel;      // sites per texel, 1 for the lattice itself

void main() {
  if (u_css < 3.0 || u_texel > 1.0) {
    color = texture(u_colors, v_site / (u_texel * u_edge));
    return;
  }
  // Odd rows stand half a site further than even ones, as round things pack.
  vec2 q = vec2(v_site.x + ((int(floor(v_site.y)) & 1) == 0 ? 0.25 : -0.25), v_site.y);
  vec2 texel = floor(q);
  float inside = step(0.0, texel.x) * step(texel.x, u_texels.x - 1.0);
  vec4 c = texture(u_colors, (texel + 0.5) / u_edge);
  float d = (0.5 - length(q - texel - 0.5)) * u_scale; // pixels inside of the edge
  c.rgb *= 0.82 + 0.18 * min(1.0, d * 0.7);
  color = c * clamp(d + 0.5, 0.0, 1.0) * inside;
}
