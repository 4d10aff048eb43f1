package web

import (
	"errors"
	"net"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

const (
	// sendBuffer caps what the kernel holds for a viewer that does not read: with
	// the default, 300 such viewers took more than a gigabyte.
	sendBuffer = 64 << 10
	// A client speaks little: more bytes than this are an attack.
	bytesPerSecond = 32 << 10
	burstBytes     = 64 << 10
)

var errFlood = errors.New("web: the client sends too much")

// A listener caps the buffers and counts the bytes of each connection, below any
// TLS.
type listener struct{ net.Listener }

func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if t, ok := c.(*net.TCPConn); ok {
		// A connection that is gone already fails at its first read.
		_ = t.SetWriteBuffer(sendBuffer)
	}
	return &conn{Conn: c, inbound: rate.NewLimiter(bytesPerSecond, burstBytes)}, nil
}

// A conn is a connection with a limit on what it may send to us, and a count of
// what we sent.
type conn struct {
	net.Conn
	inbound *rate.Limiter // from the upgrade on
	gauge   *gauge        // nil before it
	sent    atomic.Int64  // bytes
}

// Read fails once too much came.
func (c *conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.gauge == nil {
		return n, err // a request, whose length is bounded otherwise
	}
	if n > 0 && !c.inbound.AllowN(time.Now(), n) {
		return 0, errFlood
	}
	if bad := c.gauge.take(b[:n]); bad != nil {
		return 0, bad
	}
	return n, err
}

// Write counts.
func (c *conn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.sent.Add(int64(n))
	return n, err
}

// abandon closes the connection without waiting for what was not taken.
func (c *conn) abandon() {
	if t, ok := c.Conn.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = c.Conn.Close()
}
