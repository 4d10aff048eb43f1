package render

import (
	"fmt"
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/assets"
	"marrow/render/view"
)

// loadShader compiles a file of assets/shaders.
func loadShader(name string) (*ebiten.Shader, error) {
	src, err := assets.FS.ReadFile("shaders/" + name)
	if err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	s, err := ebiten.NewShader(src)
	if err != nil {
		return nil, fmt.Errorf("render: shaders/%s: %w", name, err)
	}
	return s, nil
}

// cells draw what lives: from one texel per site by a shader when discs are large
// enough, else as a layer of colored texels.
type cells struct {
	disc, square *ebiten.Shader
	sites        texture // of view.Sites, or of a layer
	sheet        texture // pictures of the cells
	sheetOf      sheetKey
	painting     sheetKey // handed to the painter
	painted      chan paintedSheet
	last         *view.Sheet // in use

	region  image.Rectangle // sites in the texture
	side    int             // sites per texel
	uploads int             // counted for tests
}

// A sheetKey says what a sheet shows.
type sheetKey struct {
	skin, focus string
	scale       float64
	flat        bool
}

type paintedSheet struct {
	key   sheetKey
	sheet *view.Sheet
}

// mostDetail is the largest scale that sheets are painted for [pixels/site]; beyond,
// they are magnified.
const mostDetail = 48

func newCells() (*cells, error) {
	disc, err := loadShader("cells.kage")
	if err != nil {
		return nil, err
	}
	square, err := loadShader("layer.kage")
	if err != nil {
		return nil, err
	}
	return &cells{disc: disc, square: square, painted: make(chan paintedSheet, 1)}, nil
}

// dress gets the sheet for what the camera of s will show in the end. The first one
// is painted at once, later ones beside the game. It tells whether it is in use.
func (c *cells) dress(s *view.Scene, scale float64) bool {
	want := sheetKey{s.Skin().ID, s.Focus, min(math.Pow(tileBase, float64(stepFor(scale))), mostDetail), s.Camera.Level() < view.Cells}
	select {
	case p := <-c.painted:
		c.painting = sheetKey{}
		c.use(p)
	default:
	}
	switch {
	case c.sheetOf == want:
		return true
	case c.last == nil || c.sheetOf.skin != want.skin || c.sheetOf.focus != want.focus || c.sheetOf.flat != want.flat:
		c.use(paintedSheet{want, s.NewSheet(want.scale, want.flat)})
		return true
	case c.painting == sheetKey{}:
		c.painting = want
		scene := *s
		go func() { c.painted <- paintedSheet{want, scene.NewSheet(want.scale, want.flat)} }()
	}
	return false
}

func (c *cells) use(p paintedSheet) {
	c.sheetOf, c.last = p.key, p.sheet
	c.sheet.write(p.sheet.Pix, p.sheet.Rect.Dx(), p.sheet.Rect.Dy())
}

// regionFor returns the sites that a stage of w x h pixels needs, in blocks so that
// small moves of the camera need no upload.
func regionFor(s *view.Scene, w, h int) image.Rectangle {
	block := 16
	if s.Camera.Level() < view.Discs {
		block = 16 << s.Camera.Coarseness()
	}
	x0, y0 := s.Camera.Site(0, 0, w, h)
	x1, y1 := s.Camera.Site(float64(w), float64(h), w, h)
	down := func(v float64) int { return (int(v)/block - 2) * block }
	up := func(v float64) int { return (int(v)/block + 2) * block }
	r := image.Rect(down(x0), down(y0), up(x1), up(y1))
	return r.Intersect(image.Rect(-block, -block, up(float64(s.Frame.Width)), up(float64(s.Frame.Height))))
}

// upload takes the cells of a frame that a stage of w x h pixels shows.
func (c *cells) upload(s *view.Scene, w, h int) {
	c.region = regionFor(s, w, h)
	c.uploads++
	if c.region.Empty() {
		return
	}
	if s.Camera.Level() >= view.Discs {
		c.side = 1
		m := s.Sites(c.region)
		c.sites.write(m.Pix, m.Rect.Dx(), m.Rect.Dy())
		return
	}
	k := s.Camera.Coarseness()
	draw := s.Map
	if s.Camera.Drawn() {
		draw = s.CellLayer
	}
	l := draw(c.region, k)
	c.region, c.side = image.Rect(l.X, l.Y, l.X+l.Rect.Dx()*l.Side, l.Y+l.Rect.Dy()*l.Side), l.Side
	c.sites.write(l.Pix, l.Rect.Dx(), l.Rect.Dy())
}

// stale tells whether the camera of s needs other texels than were uploaded.
func (c *cells) stale(s *view.Scene, w, h int) bool {
	side := 1
	if s.Camera.Level() < view.Discs {
		side = 1 << s.Camera.Coarseness()
	}
	return side != c.side || !regionFor(s, w, h).In(c.region)
}

// draw paints the cells on the stage.
func (c *cells) draw(dst *ebiten.Image, stage image.Rectangle, s *view.Scene) {
	if c.region.Empty() || c.sites.image == nil || s.Camera.Level() >= view.Discs && c.last == nil {
		return
	}
	w, h := stage.Dx(), stage.Dy()
	x0, y0 := s.Camera.Pixel(float64(c.region.Min.X), float64(c.region.Min.Y), w, h)
	x1, y1 := s.Camera.Pixel(float64(c.region.Max.X), float64(c.region.Max.Y), w, h)
	x0, x1 = x0+float64(stage.Min.X), x1+float64(stage.Min.X)
	y0, y1 = y0+float64(stage.Min.Y), y1+float64(stage.Min.Y)
	tw, th := float32(c.sites.w), float32(c.sites.h)
	corner := func(x, y float64, u, v float32) ebiten.Vertex {
		return ebiten.Vertex{DstX: float32(x), DstY: float32(y), SrcX: u, SrcY: v, ColorR: 1, ColorG: 1, ColorB: 1, ColorA: 1}
	}
	vertices := []ebiten.Vertex{corner(x0, y0, 0, 0), corner(x1, y0, tw, 0), corner(x0, y1, 0, th), corner(x1, y1, tw, th)}
	var o ebiten.DrawTrianglesShaderOptions
	shader := c.square
	o.Images[0] = c.sites.used()
	o.Uniforms = map[string]any{"Scale": float32(s.Camera.Scale) * float32(c.side)}
	if s.Camera.Level() >= view.Discs {
		shader = c.disc
		o.Images[1] = c.sheet.image
		o.Uniforms["Cell"], o.Uniforms["Rim"] = float32(c.last.Cell), c.last.Rim
	}
	dst.DrawTrianglesShader(vertices, []uint16{0, 1, 2, 1, 2, 3}, shader, &o)
}

// A texture is an image that grows with what is written into it.
type texture struct {
	image *ebiten.Image
	w, h  int // in use
}

// write replaces the texels; len(pix) is 4 * w * h.
func (t *texture) write(pix []uint8, w, h int) {
	t.resize(w, h)
	t.used().WritePixels(pix)
}

// resize makes room for w x h texels.
func (t *texture) resize(w, h int) {
	if t.image == nil || w > t.image.Bounds().Dx() || h > t.image.Bounds().Dy() {
		if t.image != nil {
			t.image.Deallocate()
		}
		const step = 128
		size := image.Rect(0, 0, (w+step-1)/step*step, (h+step-1)/step*step)
		t.image = ebiten.NewImageWithOptions(size, &ebiten.NewImageOptions{Unmanaged: true})
	}
	t.w, t.h = w, h
}

// used returns the part that is in use.
func (t *texture) used() *ebiten.Image {
	return t.image.SubImage(image.Rect(0, 0, t.w, t.h)).(*ebiten.Image)
}
