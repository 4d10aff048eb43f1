// Command build bundles the page of web/ui into web/ui/dist, from where package web
// embeds it. It is run from the root of the module; npm must have fetched the page's
// dependencies before. With -tests it bundles the page's tests for node instead.
//
// Types are not checked here: tsc does that.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

const root = "web/ui"

func main() {
	tests := flag.Bool("tests", false, "bundle the tests into node_modules/.marrow")
	flag.Parse()
	run := page
	if *tests {
		run = testBundles
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// page bundles script and style, and copies what needs no bundling.
func page() error {
	dist := filepath.Join(root, "dist")
	if err := os.RemoveAll(dist); err != nil {
		return err
	}
	o := options(dist, filepath.Join(root, "src", "main.ts"), filepath.Join(root, "src", "style.css"))
	o.MinifyWhitespace, o.MinifyIdentifiers, o.MinifySyntax = true, true, true
	o.Target = api.ES2022
	o.LegalComments = api.LegalCommentsEndOfFile
	o.Splitting = true // what few people use is loaded when they do
	if err := bundle(o); err != nil {
		return err
	}
	for _, name := range []string{"index.html", "icon.svg"} {
		b, err := os.ReadFile(filepath.Join(root, "src", name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, name), b, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// testBundles bundles each test and benchmark by itself, so that node needs no TypeScript.
func testBundles() error {
	for _, kind := range []string{"test", "e2e", "bench"} {
		out := filepath.Join(root, "node_modules", ".marrow", kind)
		if err := os.RemoveAll(out); err != nil {
			return err
		}
		files, err := filepath.Glob(filepath.Join(root, kind, "*.*.ts"))
		if err != nil {
			return err
		}
		o := options(out, files...)
		o.Platform = api.PlatformNode
		o.External = []string{"playwright-core"}
		o.OutExtension = map[string]string{".js": ".mjs"}
		o.Sourcemap = api.SourceMapInline
		if err := bundle(o); err != nil {
			return err
		}
	}
	return nil
}

func options(out string, entries ...string) api.BuildOptions {
	return api.BuildOptions{
		EntryPoints: entries,
		Outdir:      out,
		Bundle:      true,
		Write:       true,
		Format:      api.FormatESModule,
		Loader:      map[string]api.Loader{".glsl": api.LoaderText},
		LogLevel:    api.LogLevelWarning,
	}
}

func bundle(o api.BuildOptions) error {
	if r := api.Build(o); len(r.Errors) > 0 {
		return fmt.Errorf("%d errors", len(r.Errors))
	}
	return nil
}
