package scenario

// tpoAgonist gives an agonist of the thrombopoietin receptor.
func tpoAgonist() Intervention {
	return injected("tpo-agonist",
		"Give a thrombopoietin receptor agonist (romiplostim) under the skin: more megakaryocytes are made; platelets follow days later.",
		"7d", 20, "textbook", "design")
}
