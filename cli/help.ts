export const helpText = `Seaworthy reviews a deployment before it goes to production:
Docker Compose files, Dockerfiles and nginx configurations, read together.

  seaworthy review [path…]     review folders or files (default: this folder)
  seaworthy rules              list every rule
  seaworthy compare <before.json> <after.json>
                               what two JSON reports tell apart
  seaworthy explain request <url> [path]
                               where a request goes: server, location, upstream,
                               headers, step by step

review
  --format <form>              terminal (default), json, markdown, html, sarif,
                               junit, github, gitlab or badge (an SVG with the score)
  --fix                        apply every safe fix
  --fix=all                    apply the first fix of every finding: look at the result
  --dry-run                    with --fix: print the changes as a patch, write nothing
  --fail-on <severity>         exit with 1 from this severity on:
                               error (default), warning, info or never
  --min-score <0–10>           exit with 1 if a deployment scores less
  --baseline <report.json>     tell and count only what is not in that report
  --since <revision>           tell and count only what is new since that git revision
  --environment <which>        take everything for production or for development
  --rule <id>                  only this rule, even if it is off; may be repeated
  --all                        also the rules that are off by default
  --no-color                   no colours (so does the variable NO_COLOR)

rules
  --format <form>              text (default) or json

compare
  --format <form>              text (default) or json
  --fail-on <severity>         exit with 1 if a finding of this severity or a graver
                               one is new: never (default), error, warning or info

explain request
  --format <form>              text (default) or json

  -h, --help                   this text
  -v, --version                the version

Exit codes: 0 clean, 1 findings at or above --fail-on or a score below the
minimum, 2 wrong use or nothing to review.
`;
