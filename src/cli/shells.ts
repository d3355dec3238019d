/** The shells that completion is for. */
export const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

/**
 * The script that a shell reads at its start. It asks the program that was typed, and takes a file's
 * name where that knows nothing. No word of the answer is expanded.
 */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# eval "$(bottle completion bash)" in ~/.bashrc
_bottle() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do COMPREPLY+=("\${word%%  *}"); done < <(
    "$1" completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null
  )
}
complete -o default -F _bottle bottle bottleworks`,
  zsh: `# eval "$(bottle completion zsh)" in ~/.zshrc, behind compinit
_bottle() {
  local line
  local -a found
  for line in "\${(@f)$(\${words[1]} completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] && found+=("\${\${line%%  *}//:/\\\\:}:\${line#*  }")
  done
  if (( \${#found} )); then _describe bottle found; else _files; fi
}
compdef _bottle bottle bottleworks`,
  fish: `# bottle completion fish | source in ~/.config/fish/config.fish
function __bottle_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l found ($words[1] completion fish -- $words[2..-1] "$current" 2>/dev/null)
  if test (count $found) -gt 0
    string replace '  ' \\t -- $found
  else
    __fish_complete_path "$current"
  end
end
complete -c bottle -f -a '(__bottle_complete)'
complete -c bottleworks -f -a '(__bottle_complete)'`,
}
