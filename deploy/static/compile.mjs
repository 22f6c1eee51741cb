// Compiles the Python of archives as the Python that will run them: a browser would take seconds.
// node compile.mjs PYODIDE_FOLDER ARCHIVE… ; each archive is written anew in its place.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, skipped, ...archives] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.resolve(folder, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: path.resolve(folder) });
python.FS.mkdir("/archives");
for (const archive of archives) {
  python.FS.writeFile(`/archives/${path.basename(archive)}`, fs.readFileSync(archive));
}
python.globals.set("skipped", skipped);
python.runPython(`
import importlib._bootstrap_external as bootstrap
import importlib.util, io, os, zipfile

def compiled(source, name):
    # By its own hash and not by time, which differs: nobody looks at the source again.
    code = compile(source, name, "exec", dont_inherit=True)
    return bootstrap._code_to_hash_pyc(code, importlib.util.source_hash(source), False)

def written(archive, keep):
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(out, "w") as new:
        for item in sorted(old.infolist(), key=lambda item: item.filename):
            name, data = item.filename, old.read(item)
            def add(name, data):
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                new.writestr(info, data, zipfile.ZIP_DEFLATED, 9)
            ours = name.endswith(".py") and not (skipped and name.startswith(tuple(skipped.split(","))))
            if ours:
                try:
                    code = compiled(data, name)
                except SyntaxError:  # a template
                    ours = False
            if not ours or keep:
                add(name, data)
            if ours and keep:
                head, _, tail = name.rpartition("/")
                tail = tail.removesuffix(".py")
                add(f"{head}{'/' * bool(head)}__pycache__/{tail}.cpython-313.pyc", code)
            elif ours:
                add(name + "c", code)
    return out.getvalue()

for name in sorted(os.listdir("/archives")):
    path = f"/archives/{name}"
    data = written(path, keep=name.endswith(".zip"))  # the app shows its own source
    with open(path, "wb") as file:
        file.write(data)
`);
for (const archive of archives) {
  fs.writeFileSync(archive, python.FS.readFile(`/archives/${path.basename(archive)}`));
}
