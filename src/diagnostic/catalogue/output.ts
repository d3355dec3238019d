import type { CodeEntries } from './code-entry.ts'

/** The output tree, on disk and in a commit. */
export const outputCodes = {
  BW137: {
    severity: 'error',
    title: 'a file of the output tree comes from no bottle',
    why: 'Reviewers take the output tree for generated, and whoever starts bottles takes what is in it. A file there that no bottle file and manifest account for was written by somebody, whatever it is called: it is listed by check, judged by diff as a new bottle, and never removed by synth. At the root of the tree alone `.gitattributes`, `.gitignore` and `README.md` may be.',
    bad: { setup: 'There is smolfiles/evil/Smolfile, and no bottle of that slug.' },
    good: { setup: 'Every file in smolfiles is as bottle synth wrote it.' },
  },
  BW138: {
    severity: 'warning',
    title: 'git attributes hide files of the output tree from reviewers',
    why: 'Attributes such as `-diff` and `linguist-generated` make git and code hosts fold the changes of a file away, and others such as `filter`, `ident` and `working-tree-encoding` show or check out other bytes than are committed. The Smolfiles are what is reviewed.',
    bad: { setup: '.gitattributes says smolfiles/** linguist-generated.' },
    good: { setup: '.gitattributes says smolfiles/** text eol=lf.' },
  },
  BW140: {
    severity: 'error',
    title: 'the output tree at a git ref cannot be read',
    why: 'The ref names no commit of this repository, or one of its objects is missing, damaged or forged: of each the hash is checked. Without the state before, nobody can say what a change widens, so the comparison fails instead of showing nothing.',
    bad: { setup: 'bottle diff --base names a branch that does not exist.' },
    good: { setup: 'bottle diff --base HEAD runs in a repository with a commit.' },
  },
  BW141: {
    severity: 'error',
    title: 'the repository of a base has to be named',
    why: 'The project is in a repository that lies in another, as a submodule does. A branch can put a submodule in the place of a folder, and would then be compared with a base of its own making. Say which of them is meant: `--repository DIR`.',
    bad: { setup: 'bottle diff --base HEAD runs in a repository that lies in another.' },
    good: { setup: 'The same, with --repository and the root of one of them.' },
  },
  BW142: {
    severity: 'error',
    title: 'what is staged cannot be read',
    why: 'The index that is to be committed is in conflict, names files that no work tree can have, or puts a submodule in the place of the project. What nobody can read is not checked, so the check fails.',
    bad: { setup: 'bottle check --staged runs while a merge has conflicts in bottles/.' },
    good: { setup: 'bottle check --staged runs when the conflicts are resolved and staged.' },
  },
  BW200: {
    severity: 'error',
    title: 'a generated file was edited by hand',
    why: 'The bytes match no record of what synth has written, so somebody has edited the file. It is kept, and what the source says is not written: make the change in the source, or pass `--force`.',
    bad: { setup: 'A line was added to smolfiles/web/Smolfile.' },
    good: { setup: 'smolfiles/web/Smolfile is as bottle synth wrote it.' },
  },
  BW201: {
    severity: 'error',
    title: 'an output path is a symbolic link',
    why: 'What is written through a link lands wherever the link points, which can be any of your files. A repository can hold links, so a pull request could add one.',
    bad: { setup: 'smolfiles is a symbolic link to another folder.' },
    good: { setup: 'smolfiles is a folder.' },
  },
  BW202: {
    severity: 'error',
    title: 'an output path cannot be read or written',
    why: 'The system refuses it: a permission is missing, the disk is full, a file is where a folder should be. All new files are written under temporary names first, so every Smolfile is whole, old or new.',
    bad: { setup: 'smolfiles is a file.' },
    good: { setup: 'smolfiles is a folder.' },
  },
  BW203: {
    severity: 'error',
    title: 'a manifest has an unknown version',
    why: 'A newer bottleworks wrote it. What it vouches for is unknown here, so the Smolfile beside it is neither overwritten nor called an edit by hand.',
    bad: { setup: 'smolfiles/web/manifest.json says "manifest": 3.' },
    good: { setup: 'smolfiles/web/manifest.json says "manifest": 2.' },
  },
  BW205: {
    severity: 'error',
    title: 'the shards cannot be joined',
    why: 'The last step of a check in shards takes the word of each shard for its own bottles. Where the record of one is missing, there twice, or damaged, some bottles would be counted as good that nobody has looked at.',
    bad: { setup: 'bottle check --shard 1/2 has run, and bottle check --join is run without 2/2.' },
    good: { setup: 'The same after bottle check --shard 2/2.' },
  },
  BW206: {
    severity: 'error',
    title: 'a shard is of another state',
    why: 'What shards have found holds together only when all of them, and the last step, have seen the same sources, configuration, policies and options, with the same bottleworks.',
    bad: {
      setup: 'A bottle file is changed between bottle check --shard and bottle check --join.',
    },
    good: { setup: 'The same, and nothing is changed.' },
  },
} as const satisfies CodeEntries
