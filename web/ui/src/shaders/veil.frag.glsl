// A former picture over the new one, at the place that it has under the camera now.
in vec2 v_px;
out vec4 color;

uniform sampler2D u_picture; // kept with its first row last
uniform vec2 u_from;
uniform float u_stretch;
uniform float u_opacity;

void main() {
  vec2 size = vec2(textureSize(u_picture, 0));
  vec2 p = (u_from + v_px * u_stretch) / size;
  float on = all(equal(p, clamp(p, 0.0, 1.0))) ? u_opacity : 0.0;
  color = vec4(texture(u_picture, vec2(p.x, 1.0 - p.y)).rgb, 1.0) * on;
}
