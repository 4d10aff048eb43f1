#include "textflag.h"

// func prefetchLines(p uintptr, n int)
TEXT ·prefetchLines(SB), NOSPLIT, $0-16
	MOVD p+0(FP), R0
	MOVD n+8(FP), R1

line:
	PRFM (R0), PLDL1KEEP
	ADD  $64, R0
	SUBS $1, R1
	BNE  line
	RET

// func prefetchEach(s *streams, w int)
TEXT ·prefetchEach(SB), NOSPLIT, $0-16
	MOVD s+0(FP), R0
	MOVD w+8(FP), R1
	MOVD $8, R2

stream:
	MOVD.P 8(R0), R3
	ADD    R1<<3, R3
	PRFM   (R3), PLDL1KEEP
	SUBS   $1, R2
	BNE    stream
	RET
