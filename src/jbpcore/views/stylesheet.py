"""The style sheet of the fragments: every rule is for what stands inside ``.jbp``.

A host changes colours, type and spacing by setting the custom properties, such as
``--jbp-accent``, on ``.jbp`` or anything around it with more weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jbpcore.views.palette import DARK, LIGHT, Palette

__all__ = ["STYLESHEET"]


def _properties(palette: Palette) -> str:
    return "".join(f"--jbp-{name}:{colour};" for name, colour in _colours(palette))


def _colours(palette: Palette) -> Iterator[tuple[str, str]]:
    for name in ("surface", "inset", "ink", "soft", "line", "edge", "accent"):
        yield name, getattr(palette, name)
    for tone, colours in palette.tones.items():
        yield f"{tone}-text", colours.text
        yield f"{tone}-tint", colours.tint
        yield f"{tone}-solid", colours.solid


def _dark(screen: str, which: str) -> str:
    colours = f"{_properties(DARK)}color-scheme:dark"
    return f"{screen}{{:where(.jbp{which}){{{colours}}}}}"


def _folded(rules: str) -> str:
    return rules.replace("\n", "")


def _tones() -> str:
    return "".join(
        f".jbp .jbp-{tone}{{--t-text:var(--jbp-{tone}-text);"
        f"--t-tint:var(--jbp-{tone}-tint);--t-solid:var(--jbp-{tone}-solid)}}"
        for tone in LIGHT.tones
    )


_RULES: Final = """
.jbp,.jbp *{box-sizing:border-box}
.jbp{container-type:inline-size;inline-size:100%;min-inline-size:0;margin:0;
padding:var(--jbp-padding);background:var(--jbp-surface);color:var(--jbp-ink);
border:1px solid var(--jbp-line);border-radius:var(--jbp-radius);
font:400 1rem/1.5 var(--jbp-font);font-variant-numeric:tabular-nums;
text-align:start;overflow-wrap:anywhere}
.jbp p,.jbp dl,.jbp dd,.jbp ul,.jbp ol{margin:0;padding:0}
.jbp .jbp-title{margin:0;padding:0;font-weight:650;line-height:1.25;
letter-spacing:-.01em;color:inherit}
.jbp .jbp-head{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:flex-start;
justify-content:space-between}
.jbp .jbp-head .jbp-title{font-size:1.1875rem}
.jbp .jbp-names{flex:1 1 12rem;min-inline-size:0}
.jbp .jbp-sub{color:var(--jbp-soft);font-size:.875rem;line-height:1.4}
.jbp .jbp-badge{display:inline-flex;gap:.375em;align-items:center;
padding:.125rem .625rem;border-radius:999px;background:var(--t-tint);
color:var(--t-text);font-size:.8125rem;font-weight:600;line-height:1.5;
white-space:nowrap;vertical-align:baseline}
.jbp .jbp-shape{font-size:.8em;line-height:1}
.jbp .jbp-hero-top{display:flex;flex-wrap:wrap;gap:.25rem .75rem;
align-items:baseline;justify-content:space-between}
.jbp .jbp-hero{margin-block-start:1.25rem}
.jbp .jbp-about{font-weight:600}
.jbp .jbp-number{display:flex;flex-wrap:wrap;gap:0 .625rem;align-items:baseline;
margin-block:.25rem .625rem}
.jbp .jbp-value{font-size:clamp(2.25rem,12cqi,3.25rem);font-weight:700;
line-height:1.1;letter-spacing:-.03em}
.jbp .jbp-beside{font-size:1.0625rem;color:var(--jbp-soft)}
.jbp .jbp-says{margin-block-start:.625rem;max-inline-size:42rem}
.jbp .jbp-bar{display:block;overflow:visible}
.jbp .jbp-bar-track{fill:var(--jbp-inset);stroke:var(--jbp-edge);stroke-width:1}
.jbp .jbp-bar-done{fill:var(--t-solid)}
.jbp .jbp-bar-halo{stroke:var(--jbp-surface);stroke-width:5}
.jbp .jbp-bar-due{stroke:var(--jbp-ink);stroke-width:2}
.jbp .jbp-bar-flag{fill:var(--jbp-ink);overflow:visible}
.jbp .jbp-bar-target{stroke:var(--jbp-surface);stroke-width:2}
.jbp .jbp-bar-slim{margin-block-start:.25rem;margin-inline-start:auto;
min-inline-size:4rem;max-inline-size:8rem}
.jbp .jbp-spark{vertical-align:middle}
.jbp .jbp-spark-line{fill:none;stroke:var(--jbp-accent);stroke-width:2;
stroke-linecap:round;stroke-linejoin:round}
.jbp .jbp-spark-end{fill:var(--jbp-accent)}
.jbp .jbp-key{display:flex;flex-wrap:wrap;gap:.125rem 1rem;
justify-content:space-between;margin-block-start:.25rem;font-size:.8125rem;
line-height:1.4;color:var(--jbp-soft)}
.jbp .jbp-key-due::before{content:"\\25BE";margin-inline-end:.25em;
color:var(--jbp-ink)}
.jbp .jbp-facts{display:grid;gap:.75rem 1rem;margin-block-start:1.25rem;
grid-template-columns:repeat(auto-fit,minmax(min(7rem,100%),1fr));padding:0}
.jbp .jbp-fact{display:flex;flex-direction:column;padding-block-start:.5rem;
border-block-start:1px solid var(--jbp-line)}
.jbp .jbp-fact dt{color:var(--jbp-soft);font-size:.8125rem;line-height:1.4}
.jbp .jbp-fact dd{font-size:1.0625rem;font-weight:600;line-height:1.35}
.jbp .jbp-note{display:block;color:var(--jbp-soft);font-size:.8125rem;
font-weight:400}
.jbp .jbp-section{margin-block-start:1.5rem}
.jbp .jbp-section-head{display:flex;flex-wrap:wrap;gap:0 .75rem;
align-items:baseline;justify-content:space-between;margin-block-end:.375rem}
.jbp .jbp-section .jbp-title{font-size:.9375rem}
.jbp .jbp-columns{display:grid;gap:1rem;margin-block-start:1.5rem;
grid-template-columns:repeat(auto-fit,minmax(min(16rem,100%),1fr))}
.jbp .jbp-column{margin:0;padding:1rem;background:var(--jbp-inset);
border-radius:calc(var(--jbp-radius)*.75)}
.jbp .jbp-column .jbp-section{margin-block-start:1rem}
.jbp .jbp-prose{margin-block-start:.5rem;max-inline-size:48rem}
.jbp .jbp-section-head+.jbp-prose,.jbp .jbp-section-head+.jbp-empty{
margin-block-start:0}
.jbp .jbp-hero .jbp-callout{margin-block-start:.75rem;font-weight:600;
max-inline-size:none}
.jbp .jbp-head+.jbp-prose{margin-block-start:1rem}
.jbp .jbp-head+.jbp-list{margin-block-start:.5rem}
.jbp .jbp-facts+.jbp-list{margin-block-start:.75rem;
border-block-start:1px solid var(--jbp-line)}
.jbp .jbp-column .jbp-facts{margin-block-start:.75rem}
.jbp .jbp-callout{padding:.625rem .875rem;background:var(--t-tint);
color:var(--t-text);border-inline-start:4px solid var(--t-solid);
border-radius:.25rem}
.jbp .jbp-list{list-style:none;padding:0}
.jbp .jbp-list li{padding-block:.5rem;border-block-start:1px solid var(--jbp-line);
line-height:1.4}
.jbp .jbp-list li:first-child{border-block-start:0}
.jbp .jbp-steps{counter-reset:jbp}
.jbp .jbp-steps li{counter-increment:jbp;position:relative;
padding-inline-start:2rem}
.jbp .jbp-steps li::before{content:counter(jbp);position:absolute;
inset-inline-start:0;inline-size:1.375rem;block-size:1.375rem;
border-radius:999px;background:var(--jbp-inset);color:var(--jbp-soft);
font-size:.75rem;font-weight:600;line-height:1.375rem;text-align:center}
.jbp .jbp-column .jbp-steps li::before{background:var(--jbp-surface)}
.jbp .jbp-detail{display:block;color:var(--jbp-soft);font-size:.8125rem;
font-weight:400}
.jbp li .jbp-badge+.jbp-text{margin-inline-start:.25rem}
.jbp .jbp-more,.jbp .jbp-empty{color:var(--jbp-soft);font-size:.875rem}
.jbp .jbp-link{color:var(--jbp-accent);text-underline-offset:.15em}
.jbp .jbp-link:focus-visible{outline:2px solid var(--jbp-accent);
outline-offset:2px}
.jbp .jbp-table-wrap{margin-block-start:1rem}
.jbp .jbp-table{inline-size:100%;border-collapse:collapse;font-size:.875rem;
line-height:1.4;overflow-wrap:break-word}
.jbp .jbp-table th,.jbp .jbp-table td{padding:.5rem .5rem;text-align:start;
vertical-align:top;font-weight:400;border-block-end:1px solid var(--jbp-line)}
.jbp .jbp-table th:first-child,.jbp .jbp-table td:first-child{
padding-inline-start:0}
.jbp .jbp-table th:last-child,.jbp .jbp-table td:last-child{padding-inline-end:0}
.jbp .jbp-table thead th{color:var(--jbp-soft);font-size:.8125rem;
vertical-align:bottom;border-block-end-color:var(--jbp-edge)}
.jbp .jbp-table tbody th[scope=row]{font-weight:600;min-inline-size:8rem;
overflow-wrap:anywhere}
.jbp .jbp-table .jbp-num{text-align:end;white-space:nowrap}
.jbp .jbp-table .jbp-group th{padding-block:1.125rem .375rem;font-size:.9375rem;
font-weight:650}
.jbp .jbp-table .jbp-group .jbp-badge{margin-inline-start:.5rem}
"""
_MEDIA: Final = """
@media print{
.jbp{border:0;padding:0;font-size:10pt;break-inside:auto}
.jbp+.jbp{margin-block-start:1.5rem;padding-block-start:1.5rem;
border-block-start:1px solid var(--jbp-edge);border-radius:0}
.jbp .jbp-section,.jbp .jbp-hero,.jbp .jbp-fact,.jbp li,.jbp tr{
break-inside:avoid}
.jbp .jbp-title{break-after:avoid}
.jbp .jbp-badge,.jbp .jbp-callout{border:1px solid var(--t-solid)}
.jbp .jbp-bar,.jbp .jbp-badge,.jbp .jbp-callout,.jbp .jbp-column{
print-color-adjust:exact;-webkit-print-color-adjust:exact}
.jbp thead{display:table-header-group}
.jbp .jbp-table{font-size:8.5pt}
.jbp .jbp-table th,.jbp .jbp-table td{padding-inline:.25rem}
.jbp .jbp-table .jbp-num{white-space:normal}
.jbp .jbp-link::after{content:" (" attr(href) ")";overflow-wrap:anywhere}
}
@media (forced-colors:active){
.jbp .jbp-badge{border:1px solid}
.jbp .jbp-bar-done{fill:Highlight}
.jbp .jbp-bar-track{fill:Canvas;stroke:CanvasText}
.jbp .jbp-bar-due,.jbp .jbp-bar-flag{stroke:CanvasText;fill:CanvasText}
}
"""
_WIDE_ONLY: Final = (".jbp .jbp-table", ".jbp .jbp-wide .jbp-table")
_FONT: Final = (
    "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',"
    "Arial,sans-serif"
)
_SHAPE: Final = f"--jbp-font:{_FONT};--jbp-radius:.875rem;--jbp-padding:1.25rem;"
_DARK_SCREEN: Final = "@media screen and (prefers-color-scheme:dark)"

_NARROW: Final = """
.jbp .jbp-table,.jbp .jbp-table tbody,.jbp .jbp-table tr{display:block;
overflow-wrap:anywhere}
.jbp .jbp-table thead{position:absolute;inline-size:1px;block-size:1px;
overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.jbp .jbp-table tr{padding-block:.625rem;border-block-end:1px solid var(--jbp-line)}
.jbp .jbp-table th,.jbp .jbp-table td,.jbp .jbp-table .jbp-group th{display:flex;
gap:1rem;align-items:baseline;justify-content:space-between;padding:.125rem 0;
min-inline-size:0;border:0}
.jbp .jbp-table .jbp-group{padding-block:1rem .25rem;
border-block-end-color:var(--jbp-edge)}
.jbp .jbp-table tr:last-child{border-block-end:0}
.jbp .jbp-table td:has(>.jbp-cell:empty){display:none}
.jbp .jbp-table .jbp-num{text-align:start;white-space:normal}
.jbp .jbp-table td::before{content:attr(data-label);flex:0 0 auto;
color:var(--jbp-soft);font-size:.8125rem}
.jbp .jbp-table td .jbp-cell{text-align:end;min-inline-size:0}
.jbp .jbp-table .jbp-bar-slim{min-inline-size:7rem}
"""
STYLESHEET: Final = "".join(
    (
        f":where(.jbp){{{_SHAPE}{_properties(LIGHT)}color-scheme:light}}",
        _dark(_DARK_SCREEN, ":not([data-theme=light])"),
        _dark("@media screen", "[data-theme=dark]"),
        _tones(),
        _folded(_RULES),
        f"@container (max-width:30em){{{_folded(_NARROW)}}}",
        f"@container (max-width:46em){{{_folded(_NARROW.replace(*_WIDE_ONLY))}}}",
        _folded(_MEDIA),
    )
)
"""The rules, to be put once into the head of a page that shows several views."""
