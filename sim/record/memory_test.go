package record

import (
	"testing"
	"testing/fstest"
)

// What is available is what the machine has and what the control groups of the process,
// old or new, leave of their limits, whichever is least; 0 if the system does not say.
func TestAvailableMemory(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  int64
	}{
		{"another system", nil, 0},
		{"a plain machine", map[string]string{"proc/meminfo": "MemTotal: 9 kB\nMemAvailable:   8 kB\n"}, 8 << 10},
		{"no limit", map[string]string{
			"proc/meminfo": "MemAvailable: 8 kB\n", "proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/a/memory.max": "max\n",
		}, 8 << 10},
		{"a group", map[string]string{
			"proc/meminfo": "MemAvailable: 8 kB\n", "proc/self/cgroup": "0::/a/b\n",
			"sys/fs/cgroup/a/b/memory.max": "5000\n", "sys/fs/cgroup/a/b/memory.current": "3000\n",
			"sys/fs/cgroup/a/b/memory.stat": "anon 1\ninactive_file 500\n",
		}, 2500},
		{"the group around it is tighter", map[string]string{
			"proc/meminfo": "MemAvailable: 8 kB\n", "proc/self/cgroup": "0::/a/b\n",
			"sys/fs/cgroup/a/b/memory.max": "5000\n", "sys/fs/cgroup/a/memory.max": "4000\n",
		}, 4000},
		{"a container that sees its group as the root", map[string]string{
			"proc/meminfo": "MemAvailable: 8 kB\n", "proc/self/cgroup": "4:memory:/host/x\n3:cpu:/\n0::/\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes": "7000\n", "sys/fs/cgroup/memory/memory.usage_in_bytes": "100\n",
		}, 6900},
		{"nothing is left", map[string]string{
			"proc/meminfo": "MemAvailable: 8 kB\n", "proc/self/cgroup": "0::/\n",
			"sys/fs/cgroup/memory.max": "5000\n", "sys/fs/cgroup/memory.current": "6000\n",
		}, 1},
	} {
		root := fstest.MapFS{}
		for name, text := range tt.files {
			root[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if got := available(root); got != tt.want {
			t.Errorf("%s: got %d bytes, want %d", tt.name, got, tt.want)
		}
	}
}
