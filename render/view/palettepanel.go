package view

// PalettePanel lays out the menu of what can be worn. A click does "wear ID".
func (s *Scene) PalettePanel() *Panel {
	k := themeOf(s.skin)
	p := &Panel{W: 190}
	var rows Panel
	y := float32(46)
	for _, id := range s.Wardrobe() {
		box := Box{10, y, p.W - 10, y + 28}
		if id == s.skin.ID {
			rows.fill(box, 6, k.raised)
			rows.outline(box, 6, 1, k.accent)
		}
		rows.words(22, y+18.5, s.wornName(id), textFont, k.text, Start)
		rows.hit(box, "wear "+id)
		y += 30
	}
	p.H = y + 34
	p.sheet("Palette", k)
	p.words(20, p.H-14, "P next · Esc closes", smallFont, k.faint, Start)
	p.Marks, p.Hits = append(p.Marks, rows.Marks...), rows.Hits
	return p
}

func (s *Scene) wornName(id string) string {
	if skin := s.Palette.Skin(id); skin != nil {
		return skin.Name
	}
	return s.Palette.Skins[0].Name + ", calm"
}
