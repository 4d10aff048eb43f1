package tissue

// A queue gives back numbers in the order of their cost, first come, first served
// among equals.
type queue struct {
	cost    int32 // of the number popped last
	next    int   // within the present bucket
	held    int
	buckets [][]int32
}

// maxPrice is more than the dearest road.
const maxPrice = 1 << 12

func newQueue() *queue { return &queue{buckets: make([][]int32, maxPrice)} }

func (q *queue) push(cost, v int32) {
	b := &q.buckets[min(cost, q.cost+maxPrice-1)%maxPrice]
	*b = append(*b, v)
	q.held++
}

func (q *queue) pop() (v int32, ok bool) {
	if q.held == 0 {
		return 0, false
	}
	for {
		b := &q.buckets[q.cost%maxPrice]
		if q.next < len(*b) {
			q.next++
			q.held--
			return (*b)[q.next-1], true
		}
		*b = (*b)[:0]
		q.next = 0
		q.cost++
	}
}
