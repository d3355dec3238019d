"""Checks bottles with bottleworks, an action a shard, and joins the shards in a last one."""

# From the space on, in the order of ASCII: Starlark has no function that gives a character's code.
_ASCII = (
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`" +
    "abcdefghijklmnopqrstuvwxyz{|}~"
)

def shard_of(key, count):
    """The shard that a bottle file is in: FNV-1a of 32 bits of its key, from 1 to `count`."""
    hash = 0x811c9dc5
    for index in range(len(key)):
        code = _ASCII.find(key[index])
        if code == -1:
            fail("%s is not ASCII" % key)
        hash = ((hash ^ (code + 32)) * 0x01000193) % 0x100000000
    return hash % count + 1

def _key_of(ctx, file):
    """The slug that a file's name says, or the path in the project of one that gives several."""
    if file.basename.endswith(".bottle.ts"):
        return file.basename[:-len(".bottle.ts")]
    if file.basename.endswith(".bottles.ts"):
        return file.short_path[len(ctx.label.package):].lstrip("/")
    fail("%s is no bottle file" % file.path)

def _slug_of_output(ctx, file):
    """The folder of the output tree that a file is in; nothing for one at its root."""
    parts = file.path[len(ctx.label.package):].lstrip("/").split("/")
    return parts[1] if len(parts) > 2 else None

# Bottle files are never links, and a sandbox is made of them: the project is a copy.
_COMMAND = """
set -eu
list=$1 main=$2 package=$3; shift 3
project=$(mktemp -d "${TMPDIR:-/tmp}/bottles.XXXXXX")
trap 'rm -rf "$project" "$project.out"' EXIT
tar --create --dereference --files-from="$list" | tar --extract --directory="$project"
mkdir -p "$project/$package"
node "$main" check --project "$project/$package" --no-cache "$@" > "$project.out" || {
  code=$?
  cat "$project.out" >&2
  exit "$code"
}
"""

def _check(ctx, files, more_inputs, output, arguments, message, then = ""):
    list = ctx.actions.args()
    list.add_all(files)
    list.set_param_file_format("multiline")
    list.use_param_file("%s", use_always = True)
    rest = ctx.actions.args()
    rest.add_all([ctx.file.main.path, ctx.label.package])
    rest.add_all(arguments)
    ctx.actions.run_shell(
        inputs = depset(files + more_inputs, transitive = [ctx.attr.tool[DefaultInfo].files]),
        outputs = [output],
        arguments = [list, rest],
        command = _COMMAND + then,
        mnemonic = "Bottles",
        progress_message = message,
        use_default_shell_env = True,
    )

def _bottles_check(ctx):
    count = ctx.attr.shards
    shards = {index: [] for index in range(1, count + 1)}
    own = {}
    for file in ctx.files.srcs:
        key = _key_of(ctx, file)
        own[key] = shard_of(key, count)
        shards[own[key]].append(file)

    # What is in the folder of no bottle file is another bottle's of a file that gives several, or of
    # none: that, the last step says.
    gives_several = [file for file in ctx.files.srcs if file.basename.endswith(".bottles.ts")]
    everywhere = []
    for file in ctx.files.smolfiles:
        slug = _slug_of_output(ctx, file)
        if slug in own:
            shards[own[slug]].append(file)
        elif slug != None and gives_several:
            everywhere.append(file)
    records = []
    for index, files in shards.items():
        record = ctx.actions.declare_file(
            "%s.shards/shard-%d-of-%d.json" % (ctx.label.name, index, count),
        )
        records.append(record)
        _check(
            ctx,
            files + ctx.files.deps + everywhere,
            [],
            record,
            ["--shard", "%d/%d" % (index, count), "--shard-dir", record.dirname] + ctx.attr.options,
            "Checking bottles, shard %d of %d" % (index, count),
        )
    joined = ctx.actions.declare_file(ctx.label.name + ".ok")
    _check(
        ctx,
        ctx.files.srcs + ctx.files.deps + ctx.files.smolfiles,
        records,
        joined,
        ctx.attr.options + ["--join"] + [record.path for record in records],
        "Joining %d shards of bottles" % count,
        then = "touch '%s'\n" % joined.path,
    )
    return [DefaultInfo(files = depset([joined]))]

bottles_check = rule(
    implementation = _bottles_check,
    doc = "Fails unless the Smolfiles are what the bottle files give.",
    attrs = {
        "srcs": attr.label_list(allow_files = [".ts"], doc = "The bottle files."),
        "deps": attr.label_list(
            allow_files = True,
            doc = "What they import, policies, and the project's configuration.",
        ),
        "smolfiles": attr.label_list(allow_files = True, doc = "The output tree."),
        "shards": attr.int(default = 4, doc = "How many actions there are, but for the last."),
        "options": attr.string_list(doc = "More options of bottle check, such as --strict."),
        "tool": attr.label(mandatory = True, doc = "The package bottleworks and what it depends on."),
        "main": attr.label(mandatory = True, allow_single_file = True, doc = "Its dist/cli/main.js."),
    },
)
