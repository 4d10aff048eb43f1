#include "textflag.h"

// func prefetchLines(p uintptr, n int)
TEXT ·prefetchLines(SB), NOSPLIT, $0-16
	MOVQ p+0(FP), AX
	MOVQ n+8(FP), CX

line:
	PREFETCHT0 (AX)
	ADDQ       $64, AX
	DECQ       CX
	JNZ        line
	RET

// func prefetchEach(s *streams, w int)
TEXT ·prefetchEach(SB), NOSPLIT, $0-16
	MOVQ s+0(FP), AX
	MOVQ w+8(FP), DX
	MOVQ $8, CX

stream:
	MOVQ       (AX), BX
	PREFETCHT0 (BX)(DX*8)
	ADDQ       $8, AX
	DECQ       CX
	JNZ        stream
	RET
