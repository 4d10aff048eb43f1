package tissue
import ("testing";"fmt")
func TestZZ(t *testing.T){
 for _, seed := range []uint64{1,2,8,15} {
 s:=human(96,96,48,seed); n,_:=s.check(); s.Age=40
 c:=newCanvas(96,96,48,seed,1); p:=&plan{c:c,n:&n,spec:s}
 c.crest(n.Cortex); p.crestCapillaries(); c.trabeculaeVolume(n.Trabeculae); p.collect()
 k:=0; for _,o:=range p.roots { if c.at(o.at)==Bone {k++; fmt.Println("in bone",o.at,o.exit)} else {fmt.Println("root",o.at,o.aim)} }
 // as make
 var rs []root; for _,o:=range p.roots { if c.at(o.at)!=Bone {rs=append(rs,o)}}; p.roots=rs
 p.drawArterioles()
 r:=c.survey(float64(n.Sinusoids.Spacing),1); r.link(p.roots); nr:=len(p.roots); un:=0; val:=0
 for i:=0;i<r.nx*r.ny*r.nz;i++{ if r.parent[i]!=blocked {val++; if r.parent[i]==unreached {un++}}}
 r.complete(p); un2:=0
 for i:=0;i<r.nx*r.ny*r.nz;i++{ if r.parent[i]==unreached {un2++; fmt.Println("un",r.at[i])}}
 r.drain(); r.draw(n.Sinusoids); a:=c.count(Sinusoid); p.trim(); b:=c.count(Sinusoid)
 fmt.Println(seed,"roots",nr,len(p.roots),"valid",val,"unreached",un,un2,"sin",a,b)
 }
}
