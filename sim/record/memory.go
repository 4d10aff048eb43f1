package record

import (
	"io/fs"
	"math"
	"os"
	"path"
	"strconv"
	"strings"
)

// What a process may know of memory, Linux tells in small files. On other systems they
// are missing, and nothing is known.

// PeakRSS is the most memory that this process has held [bytes]; 0 where the
// system does not say.
func PeakRSS() int64 { return processMemory("VmHWM:") }

// RSS is the memory that this process holds now [bytes]; 0 where the system does
// not say.
func RSS() int64 { return processMemory("VmRSS:") }

// processMemory is a number that Linux keeps of this process.
func processMemory(field string) int64 {
	n, _ := number(os.DirFS("/"), "proc/self/status", field)
	return n
}

// Available is the memory that this process can still get without others being pushed
// out, within the limits of its control groups [bytes]; 0 where the system does not say.
func Available() int64 { return available(os.DirFS("/")) }

func available(root fs.FS) int64 {
	free, ok := number(root, "proc/meminfo", "MemAvailable:")
	if !ok {
		return 0
	}
	groups, _ := fs.ReadFile(root, "proc/self/cgroup")
	for line := range strings.Lines(string(groups)) {
		if _, group, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			free = min(free, groupRoom(root, group))
		}
	}
	return max(free, 1)
}

// groupRoom is what the tightest of a control group, written CONTROLLERS:PATH, and those
// that it is part of leaves. Files that were read once and can be dropped don't count.
func groupRoom(root fs.FS, group string) int64 {
	controllers, dir, _ := strings.Cut(group, ":")
	base, limit, usage, idle := "sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"
	if controllers != "" { // the first version of control groups
		if controllers != "memory" {
			return math.MaxInt64
		}
		base, limit, usage, idle = "sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"
	}
	room := int64(math.MaxInt64)
	for dir = path.Clean("/" + dir); ; dir = path.Dir(dir) {
		if most, ok := number(root, base+path.Join(dir, limit), ""); ok {
			used, _ := number(root, base+path.Join(dir, usage), "")
			dropped, _ := number(root, base+path.Join(dir, "memory.stat"), idle)
			room = min(room, most-used+dropped)
		}
		if dir == "/" {
			return room
		}
	}
}

// number reads the number that follows a name at the beginning of a line of a file; kB
// become bytes. Files without a number, such as limits that say max, have none.
func number(root fs.FS, file, name string) (n int64, ok bool) {
	text, err := fs.ReadFile(root, file)
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		rest, found := strings.CutPrefix(line, name)
		fields := strings.Fields(rest)
		if !found || len(fields) == 0 {
			continue
		}
		n, err := strconv.ParseInt(fields[0], 10, 64)
		if len(fields) > 1 && fields[1] == "kB" {
			n <<= 10
		}
		return n, err == nil
	}
	return 0, false
}
