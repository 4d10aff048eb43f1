package web

import (
	"net"
	"net/http"
	"sync"
)

// fromOneAddress is the most conversations with one address off loopback.
const fromOneAddress = 64

// A door counts the conversations under way.
type door struct {
	mu     sync.Mutex
	shut   bool
	open   int
	from   map[string]int // by address, off loopback
	inside sync.WaitGroup
}

// enter lets a conversation with an address begin, which must leave. It returns false if
// there are most already, or the door is shut.
func (d *door) enter(address string, most int) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut || d.open >= most {
		return false
	}
	if d.from == nil {
		d.from = map[string]int{}
	}
	d.open++
	d.from[address]++
	d.inside.Add(1)
	return true
}

func (d *door) leave(address string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open--
	if d.from[address]--; d.from[address] == 0 {
		delete(d.from, address)
	}
	d.inside.Done()
}

// crowded tells whether one address has more than its share.
func (d *door) crowded(address string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	ip := net.ParseIP(address)
	return (ip == nil || !ip.IsLoopback()) && d.from[address] > fromOneAddress
}

// close lets nobody in any more and waits until all have left.
func (d *door) close() {
	d.mu.Lock()
	d.shut = true
	d.mu.Unlock()
	d.inside.Wait()
}

// addressOf is the client's address without its port.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
