//go:build linux || freebsd || netbsd || openbsd

package display

import "os"

// probe is the environment variable that marks the copy of the program that only
// finds out whether the display answers. Its value is the asking process.
const probe = "MARROW_VIEW_PROBE"

// Checked is true, or the program has ended. It is a variable because its value is
// computed before the window's library is set up, which a function called by main
// would not be.
var Checked = check()

// check refuses when no display is named, or the named one does not answer. Whether
// it does is for the window's library to say: a copy of this program sets it up and
// either lives to see its main, which ends it by EndProbe, or panics unseen.
func check() bool {
	if isProbe() {
		return true
	}
	if os.Getenv("DISPLAY") == "" || !answers() {
		Refuse()
	}
	return true
}

func isProbe() bool { return os.Getenv(probe) == decimal(os.Getppid()) }

// answers starts a copy of the program and tells whether it got as far as main. If
// no copy can be started the display gets the benefit of the doubt.
func answers() bool {
	name, err := os.Executable()
	if err != nil {
		return true
	}
	env := append(os.Environ(), probe+"="+decimal(os.Getpid()))
	p, err := os.StartProcess(name, []string{name}, &os.ProcAttr{Env: env, Files: []*os.File{nil, nil, nil}})
	if err != nil {
		return true
	}
	state, err := p.Wait()
	return err != nil || state.Success()
}

// EndProbe ends the program if it is the copy that had to try the display.
func EndProbe() {
	if isProbe() {
		os.Exit(0)
	}
}

// decimal writes a number above zero. It is here because strconv would be one more
// import.
func decimal(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return decimal(n/10) + string(rune('0'+n%10))
}
