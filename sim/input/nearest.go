package input

import "strings"

// Nearest returns the name among known that is closest to name by edit distance
// (insertions, deletions, changes and swaps of neighbors; case does not count), or
// "" if none is close. Of equally close names the first wins.
func Nearest(name string, known []string) string {
	name = strings.ToLower(name)
	best, limit := "", max(2, len(name)/3)
	if len(name) > 100 {
		return "" // nothing of ours is that long
	}
	for _, k := range known {
		if d := distance([]rune(name), []rune(strings.ToLower(k))); d <= limit && d < len(k) {
			best, limit = k, d-1
		}
	}
	return best
}

// distance is the restricted Damerau-Levenshtein distance.
func distance(a, b []rune) int {
	two, one := []int(nil), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(one[j]+1, row[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
		}
		two, one = one, row
	}
	return one[len(b)]
}
