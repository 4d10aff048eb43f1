package sim
import ("testing";"fmt";"time";"os";"marrow/sim/lineage";"marrow/sim/tissue")
func zzWorld(t testing.TB, kernel, species string, w,h,d, threads int) *World {
 tab, err := lineage.Builtin(species); if err!=nil { t.Fatal(err)}
 name := "iliac-crest"; if species=="mouse" {name="femur-shaft"}
 ti, err := tissue.Generate(tissue.Spec{Name:name,Width:w,Height:h,Depth:d,Species:species,Seed:1}); if err!=nil {t.Fatal(err)}
 x, err := New(Config{Table:tab,Tissue:ti,Seed:1,Threads:threads,Kernel:kernel}); if err!=nil {t.Fatal(err)}
 return x
}
func TestZZEqual(t *testing.T){
 for _, c := range []struct{s string; w,h,d int}{{"human",128,128,1},{"human",64,64,1},{"mouse",64,64,64},{"human",512,256,1},{"human",96,80,48}} {
  a, b := zzWorld(t,"reference",c.s,c.w,c.h,c.d,1), zzWorld(t,"fast",c.s,c.w,c.h,c.d,2)
  fmt.Println(c, a.Hash()==b.Hash())
  for i:=0;i<400;i++ { a.Tick(); b.Tick(); if a.Hash()!=b.Hash() || a.Totals()!=b.Totals() { fmt.Printf("differ at %d\n%+v\n%+v\n", i, a.Totals(), b.Totals())
    la, lb := a.patches[0].lattice, b.patches[0].lattice
    for s := range la.state { if la.state[s]!=lb.state[s] { fmt.Println("site",s,la.state[s]&127,lb.state[s]&127, la.gaitAt(s), lb.gaitAt(s)); break } }
    t.FailNow() } }
  fmt.Printf("%+v\n", a.Totals())
 }
}
func TestZZSpeed(t *testing.T){
 for _, c := range []struct{s string; w,h,d,warm,n int}{{"human",512,512,1,1500,300},{"mouse",256,256,256,100,12}} {
  for _, th := range []int{1,2} {
  b := zzWorld(t,os.Getenv("K"),c.s,c.w,c.h,c.d,th)
  for i:=0;i<c.warm;i++ { b.Tick() }
  t0:=time.Now(); f:=b.Totals(); for i:=0;i<c.n;i++ { b.Tick() }
  el:=time.Since(t0); g:=b.Totals(); u:=float64(g.CellTicks-f.CellTicks)
  r:=func(x,y uint64) float64 { return float64(y-x)/u }
  fmt.Printf("%v th=%d %.0f M/s %.3f ns/cell clock %.4f att %.4f move %.4f swap %.4f div %.5f push %.5f pushed %.4f search %.7f left %.5f hash %x B/site %.2f\n", c, th, u/el.Seconds()/1e6, el.Seconds()*1e9/u*float64(th), r(f.Clock,g.Clock), r(f.Attempts,g.Attempts), r(f.Moves,g.Moves), r(f.Swaps,g.Swaps), r(f.Divisions,g.Divisions), r(f.Pushes,g.Pushes), r(f.Pushed,g.Pushed), r(f.Searches,g.Searches), r(f.Left,g.Left), b.Hash(), float64(b.StateBytes())/float64(len(b.patches[0].lattice.state)))
  }
 }
}
