package record

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
)

// A checkpoint file, little-endian throughout:
//
//	magic "MARROWCP"      8 bytes
//	format version        4
//	length of the header  4
//	header (JSON)
//	CRC32C of all above   4
//	state (World.Save)
//	length of the state   8
//	CRC32C of the state and its length  4
//	end magic "PCWORRAM"  8
const (
	magic         = "MARROWCP"
	endMagic      = "PCWORRAM"
	formatVersion = 2
	preambleSize  = 16
	trailerSize   = 8 + 4 + 8
	maxHeader     = 1 << 20
)

func newCRC() hash.Hash32 { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) }

// writeContainer writes a checkpoint file around what state writes.
func writeContainer(w io.Writer, h *Header, state func(io.Writer) error) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	head := append([]byte(magic), make([]byte, 8)...)
	binary.LittleEndian.PutUint32(head[8:], formatVersion)
	binary.LittleEndian.PutUint32(head[12:], uint32(len(text)))
	head = append(head, text...)
	crc := newCRC()
	crc.Write(head)
	if _, err := w.Write(binary.LittleEndian.AppendUint32(head, crc.Sum32())); err != nil {
		return err
	}
	crc.Reset()
	body := &counter{w: io.MultiWriter(w, crc)}
	if err := state(body); err != nil {
		return err
	}
	tail := binary.LittleEndian.AppendUint64(nil, uint64(body.n))
	crc.Write(tail)
	tail = binary.LittleEndian.AppendUint32(tail, crc.Sum32())
	_, err = w.Write(append(tail, endMagic...))
	return err
}

// A counter counts the bytes that pass.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// readHead reads and checks everything before the state of a file of size bytes.
// It returns the header and the offset at which the state begins.
func readHead(r io.Reader, size int64) (*Header, int64, error) {
	pre := make([]byte, preambleSize)
	if size < preambleSize+4+trailerSize {
		return nil, 0, fmt.Errorf("%d bytes are too few for a checkpoint", size)
	}
	if _, err := io.ReadFull(r, pre); err != nil {
		return nil, 0, fmt.Errorf("offset 0: %w", err)
	}
	if string(pre[:8]) != magic {
		return nil, 0, errors.New("offset 0: not a checkpoint of marrow")
	}
	if v := binary.LittleEndian.Uint32(pre[8:]); v != formatVersion {
		return nil, 0, fmt.Errorf("offset 8: format version %d, this program reads %d", v, formatVersion)
	}
	n := int64(binary.LittleEndian.Uint32(pre[12:]))
	if n > maxHeader || preambleSize+n+4+trailerSize > size {
		return nil, 0, fmt.Errorf("offset 12: header of %d bytes does not fit a file of %d", n, size)
	}
	text := make([]byte, n+4)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, 0, fmt.Errorf("offset %d: %w", preambleSize, err)
	}
	crc := newCRC()
	crc.Write(pre)
	crc.Write(text[:n])
	if want, got := binary.LittleEndian.Uint32(text[n:]), crc.Sum32(); got != want {
		return nil, 0, fmt.Errorf("offset %d: header checksum is %08x, want %08x", preambleSize+n, got, want)
	}
	h, err := parseHeader(text[:n])
	return h, preambleSize + n + 4, err
}

// parseHeader reads a header and accepts only the very bytes that it would be
// written as: encoding/json alone lets repeated and misspelled keys pass.
func parseHeader(text []byte) (*Header, error) {
	h := new(Header)
	if err := json.Unmarshal(text, h); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	again, err := json.Marshal(h)
	if err != nil || !bytes.Equal(again, text) {
		return nil, errors.New("header: not in the form that marrow writes")
	}
	return h, nil
}

// checkState reads the state and the trailer that follow a header that ends at
// offset at, and keeps nothing of them: memory stays small whatever the file says.
func checkState(r io.Reader, at, size int64) error {
	n := size - at - trailerSize
	crc := newCRC()
	if got, err := io.CopyN(crc, r, n); err != nil {
		return fmt.Errorf("offset %d: %w", at+got, err)
	}
	tail := make([]byte, trailerSize)
	if _, err := io.ReadFull(r, tail); err != nil {
		return fmt.Errorf("offset %d: %w", at+n, err)
	}
	if string(tail[12:]) != endMagic {
		return fmt.Errorf("offset %d: the end mark is missing, the file was cut short or grew", at+n+12)
	}
	if said := binary.LittleEndian.Uint64(tail); said != uint64(n) {
		return fmt.Errorf("offset %d: state of %d bytes, want %d", at+n, n, said)
	}
	crc.Write(tail[:8])
	if want, got := binary.LittleEndian.Uint32(tail[8:]), crc.Sum32(); got != want {
		return fmt.Errorf("offset %d: state checksum is %08x, want %08x", at+n+8, got, want)
	}
	return nil
}
