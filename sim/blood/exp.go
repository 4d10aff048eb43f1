package blood

import "math"

// The functions of package math differ in their last bits between architectures, so
// exponentials and logarithms that reach the state are made here from single
// rounded operations. Both are good to about 1e-15 relative.

// Exp returns e^x, the same bits on every architecture.
func Exp(x float64) float64 {
	const ln2High, ln2Low = 6.93147180369123816490e-01, 1.90821492927058770002e-10
	switch {
	case x > 700:
		x = 700
	case x < -700:
		return 0
	}
	k := math.Floor(float64(x/math.Ln2) + 0.5)
	r := float64(x-float64(k*ln2High)) - float64(k*ln2Low)
	sum, term := 1.0, 1.0
	for n := 1.0; n < 20; n++ {
		term = float64(term*r) / n
		sum += term
	}
	return math.Ldexp(sum, int(k))
}

// Log returns the natural logarithm of x > 0, the same bits on every architecture.
func Log(x float64) float64 {
	fraction, exponent := math.Frexp(x)
	if fraction < math.Sqrt2/2 {
		fraction *= 2
		exponent--
	}
	// log f = 2 atanh s, s = (f-1)/(f+1), |s| < 0.172
	s := (fraction - 1) / (fraction + 1)
	square, power, sum := float64(s*s), s, 0.0
	for n := 1.0; n < 28; n += 2 {
		sum += power / n
		power = float64(power * square)
	}
	return float64(2*sum) + float64(float64(exponent)*math.Ln2)
}

// Pow returns x^y for x > 0, the same bits on every architecture.
func Pow(x, y float64) float64 {
	switch y {
	case 0:
		return 1
	case 1:
		return x
	}
	return Exp(float64(y * Log(x)))
}
