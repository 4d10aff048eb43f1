package view

import "image/color"

// A theme is the colors of panels.
type theme struct {
	ground, panel, raised, rule color.NRGBA
	text, muted, faint          color.NRGBA
	accent, good, bad, low      color.NRGBA
	band, track, alarm          color.NRGBA // normal range, its axis, dangerous range
	line                        color.NRGBA // of the chart that matters most
	onText                      color.NRGBA // ink on a button of the color of text
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

func faded(c color.NRGBA, a uint8) color.NRGBA { return color.NRGBA{c.R, c.G, c.B, a} }

// themeOf returns the panel colors that go with a skin.
func themeOf(s *Skin) theme {
	if s.Dark {
		return theme{
			ground: rgb(0x0a0d13), panel: rgb(0x11161f), raised: rgb(0x161c27), rule: rgb(0x232b3a),
			text: rgb(0xe8ecf3), muted: rgb(0xa3adbf), faint: rgb(0x7e8899),
			accent: rgb(0xff6b5e), good: rgb(0x4cc38a), bad: rgb(0xff6b6b), low: rgb(0x8fb8ff),
			band: rgb(0x2f5b49), track: rgb(0x1d2532), alarm: faded(rgb(0xff6b6b), 31),
			line: rgb(0xb8fffb), onText: rgb(0x10141c),
		}
	}
	return theme{
		ground: rgb(0xeef0f4), panel: rgb(0xffffff), raised: rgb(0xf1f3f7), rule: rgb(0xd9dee7),
		text: rgb(0x151a23), muted: rgb(0x4d586b), faint: rgb(0x636e81),
		accent: rgb(0xc0322a), good: rgb(0x147a4a), bad: rgb(0xc8281f), low: rgb(0x1f5fd0),
		band: rgb(0x8fd3ae), track: rgb(0xe0e4ec), alarm: faded(rgb(0xff6b6b), 34),
		line: rgb(0x00756c), onText: rgb(0xffffff),
	}
}

// The sizes of panel text.
var (
	textFont  = Font{Size: 12.5}
	boldFont  = Font{Size: 12.5, Bold: true}
	smallFont = Font{Size: 11.3}
	headFont  = Font{Size: 11.5, Bold: true}
	titleFont = Font{Size: 16, Bold: true}
	clockFont = Font{Size: 20, Bold: true}
)
