package scenario

// epo gives erythropoietin.
func epo() Intervention {
	return injected("epo",
		"Give erythropoietin under the skin: more red cell progenitors survive, and young red cells are let go early.",
		"2d", 40, "epo_healthy1990", "mayo_epo")
}
