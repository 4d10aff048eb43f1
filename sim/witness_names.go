package sim

// String is the fate in a word.
func (f Fate) String() string {
	return [...]string{
		Living: "living", Failed: "failed", Surplus: "surplus", Spent: "spent", Killed: "killed", Irradiated: "irradiated",
		Left: "left", PressedOut: "pressed", Taken: "taken", Withdrawn: "withdrawn", Fates: "",
	}[f]
}

// String is the deed in a word.
func (d Deed) String() string {
	return [...]string{Appeared: "appeared", WasBorn: "born", Matured: "matured", Divided: "divided"}[d]
}
