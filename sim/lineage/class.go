package lineage

// classes are the words for a Class, in its order.
func classes() []string {
	return []string{"spared", "stem", "progenitor", "dividing", "megakaryocytic", "lymphocyte"}
}

// class reads how drugs and radiation see a stage. Without a word, what is in cycle is
// dividing and all else is spared.
func (r *reader) class(path, word string, cycling bool) Class {
	switch {
	case word != "":
		return Class(r.oneOf(path+".class", word, classes()...))
	case cycling:
		return Dividing
	}
	return Spared
}
