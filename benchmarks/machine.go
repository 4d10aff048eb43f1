package benchmarks

import (
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// A Machine is where and when something was measured.
type Machine struct {
	CPU     string // as the system calls it
	CPUs    int
	Memory  int64  // [bytes]; 0 unknown
	Version string // of marrow
	Start   time.Time
	Load    string // load averages at the start; "" unknown
}

// ThisMachine describes the machine now. Version is that of the program.
func ThisMachine(version string) Machine {
	return Machine{
		CPU: cpuName(), CPUs: runtime.NumCPU(), Memory: 1024 * number(field("/proc/meminfo", "MemTotal")),
		Version: version, Start: time.Now(), Load: loadAverage(),
	}
}

// FileName is that of the results: the day and the processor.
func (m Machine) FileName() string {
	words := regexp.MustCompile(`\(R\)|\(TM\)|CPU|Processor|[0-9]+-Core|@.*`).ReplaceAllString(m.CPU, " ")
	slug := strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(words), "-"), "-")
	return m.Start.Format(time.DateOnly) + "-" + slug + ".txt"
}

func cpuName() string {
	if name := field("/proc/cpuinfo", "model name"); name != "" {
		return name
	}
	return runtime.GOARCH
}

// loadAverage is the number of busy processes of the last 1, 5 and 15 minutes.
func loadAverage() string {
	data, err := os.ReadFile("/proc/loadavg")
	if f := strings.Fields(string(data)); err == nil && len(f) > 3 {
		return strings.Join(f[:3], " ")
	}
	return ""
}

// field is the first value of a name in a file of lines "name: value", as Linux has
// them; "" where there is none.
func field(file, name string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// number reads the number that a value begins with, or gives 0.
func number(value string) int64 {
	digits, _, _ := strings.Cut(value, " ")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
