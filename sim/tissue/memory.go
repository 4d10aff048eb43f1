package tissue

// Memory that a site takes while its tissue is made [bytes], as measured at the peak of
// the heap.
const (
	// volumeBytes holds the class (1), the wall and its exit (0.5), some sets of sites
	// of one bit each (0.6), the trees of the sinusoids (0.3), and what is left of the
	// steps before until the collector comes.
	volumeBytes = 2.8
	// sliceBytes holds more: the parts of the marrow, and the ways between them.
	sliceBytes = 22
	// fixedBytes is for what does not depend on the size.
	fixedBytes = 4 << 20
)

// Bytes estimates the most memory that [Generate] holds at a time for s, whether or not
// s is in range. The tissue itself keeps about 1.5 bytes a site.
func (s Spec) Bytes() int64 {
	slice := float64(max(s.Width, 0)) * float64(max(s.Height, 0))
	sum := float64(fixedBytes)
	if s.Depth <= thinLayers+2 {
		sum += float64(slice * sliceBytes)
	}
	if s.Depth > 1 {
		sum += float64(slice * float64(s.Depth) * volumeBytes)
	}
	return int64(sum)
}
