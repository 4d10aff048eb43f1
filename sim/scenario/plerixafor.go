package scenario

// plerixafor gives the blocker of the receptor that holds progenitors in the marrow.
func plerixafor() Intervention {
	return injected("plerixafor",
		"Give plerixafor under the skin: the marrow lets progenitors go into the blood within hours, most after G-CSF.",
		"1d", 7, "plerixafor_label", "plerixafor_day5")
}
