"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const COLOURS = ["#2458b3", "#c4561c", "#23824d", "#8a3fa0", "#b3263a", "#1f8a99", "#7a6a1f", "#5b6675"];
  const HEIGHT = 380;

  const element = (name, text = "", kind = "") => {
    const e = document.createElement(name);
    e.textContent = text;
    e.className = kind;
    return e;
  };
  const show = (id) => {
    const section = document.getElementById(id);
    section.hidden = false;
    return section;
  };
  /** Decimals as numbers for the plot; what a logarithmic axis cannot show is a gap. */
  const plotted = (decimals) => decimals.map((d) => (Number(d) > 0 ? Number(d) : null));

  /** Of the ticks of a logarithmic axis, the powers of ten; all of them where there are few of these. */
  const tens = (u, ticks) => {
    const isTen = (v) => Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-9;
    return ticks.filter(isTen).length < 3 ? ticks : ticks.map((v) => (isTen(v) ? v : null));
  };

  /**
   * Curves {name, colour, dash, points, x, lo, hi}, lo and hi decimals, as bands on a logarithmic ordinate; the legend
   * shows the enclosure as it was written. `wholeSteps`: the steps between ticks of x, any if undefined.
   */
  const plot = (where, curves, xLabel, wholeSteps) => {
    const xs = [...new Set(curves.flatMap((c) => c.x.map(Number)))].sort((a, b) => a - b);
    const place = new Map(xs.map((x, i) => [x, i]));
    const series = [{ label: xLabel }];
    const columns = [xs];
    const bands = [];
    for (const curve of curves) {
      const spread = (values, empty) => {
        const column = xs.map(() => empty);
        curve.x.forEach((x, i) => { column[place.get(Number(x))] = values[i]; });
        return column;
      };
      const lo = spread(curve.lo, "");
      const hi = spread(curve.hi, "");
      const shape = { stroke: curve.colour, dash: curve.dash, width: 1.5, spanGaps: true,
        points: { show: Boolean(curve.points), size: 5, fill: curve.colour } };
      series.push({ ...shape, label: curve.name,
        value: (u, v, s, i) => (i === null || hi[i] === "" ? "–" : `[${lo[i]}, ${hi[i]}]`) });
      series.push({ ...shape, label: "", points: { show: false }, value: () => "" });
      columns.push(plotted(hi), plotted(lo));
      bands.push({ series: [columns.length - 2, columns.length - 1], fill: curve.colour + "33" });
    }
    const figure = where.appendChild(element("div", "", "figure"));
    const width = () => Math.max(320, where.clientWidth);
    const chart = new uPlot({
      width: width(), height: HEIGHT, series, bands,
      scales: { x: { time: false }, y: { distr: 3 } },
      axes: [{ label: xLabel, incrs: wholeSteps }, { size: 70, filter: tens, grid: { filter: tens }, ticks: { filter: tens },
        values: (u, ticks) => ticks.map((v) => (v === null ? "" : v.toExponential(0))) }],
      cursor: { drag: { x: true, y: true } },
    }, columns, figure);
    for (const row of figure.querySelectorAll(".u-legend .u-series:nth-child(2n+3)")) {
      row.style.display = "none"; // the lower ends' own rows
    }
    addEventListener("resize", () => chart.setSize({ width: width(), height: HEIGHT }));
    return figure;
  };

  const drawFlows = () => {
    const section = show("flows");
    for (const flow of data.flows) {
      section.append(element("h3", flow.name));
      const curves = flow.degrees.flatMap((d, i) => {
        const colour = COLOURS[i % COLOURS.length];
        return [
          { name: `k = ${d.degree}`, colour, x: d.t, ...d.share },
          { name: `e^(−λ_${d.degree} t)`, colour, dash: [6, 5], x: d.t, ...d.rate },
        ];
      });
      if (curves.length > 0) {
        plot(section, curves, "t");
        section.append(element("p",
          flow.degrees.map((d) => `λ_${d.degree} in [${d.eigenvalue.lo[0]}, ${d.eigenvalue.hi[0]}]`).join(", "), "note"));
      }
      if (flow.learning.length > 0) {
        section.append(element("p", "Learning times t_k(ε), the first time at which ‖P_k r_t‖ is at most ε‖P_k r_0‖, beside " +
          "log(1/ε)/λ_k of the limiting kernel. Where the upper end is inf, it was not reached before the horizon, or " +
          "‖P_k r_0‖ is not proved to be above zero.", "note"));
        const table = section.appendChild(element("table", "", "learning"));
        table.createTHead().insertRow().append(...["degree k", "ε", "t_k(ε)", "log(1/ε)/λ_k"].map((h) => element("th", h)));
        const body = table.createTBody();
        for (const row of flow.learning) {
          const both = (x) => `[${x.lo}, ${x.hi}]`;
          body.insertRow().append(...[row.degree, row.share, both(row.time), both(row.limit)].map(
            (text) => element("td", text, "number")));
        }
      }
      if (flow.silent.length > 0) {
        section.append(element("p", `Left out, as ‖P_k r_0‖ is not proved to be above zero: k = ${flow.silent.join(", ")}.`,
          "note"));
      }
      if (!flow.drawn) {
        section.append(element("p", "These records hold no degree_residual from t = 0 on: in [output], add it to " +
          "quantities, 0 to times, and degrees.", "note"));
      }
    }
  };

  const drawSpectra = () => {
    const curves = data.spectra.map((s, i) => ({
      name: s.normalization === "lambda" ? s.name : `${s.name} (${s.normalization})`,
      colour: COLOURS[i % COLOURS.length], points: true, x: s.k, ...s.values,
    }));
    plot(show("spectra"), curves, "degree k", [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 1e4, 1e5, 1e6]);
  };

  const drawBounds = () => {
    const section = show("bounds");
    const claim = document.getElementById("bound-claim");
    const instance = document.getElementById("bound-instance");
    let figure = null;
    const draw = () => {
      const chosen = data.bounds[claim.value].instances[instance.value];
      figure?.remove();
      figure = plot(section, [
        { name: "left side", colour: COLOURS[0], x: chosen.t, ...chosen.lhs },
        { name: "right side", colour: COLOURS[1], dash: [6, 5], x: chosen.t, ...chosen.rhs },
      ], "t");
    };
    const choose = () => {
      const bound = data.bounds[claim.value];
      document.getElementById("bound-formula").textContent = `${bound.formula} — ${bound.verdict}`;
      instance.replaceChildren(...bound.instances.map((one, i) => new Option(one.label || "the whole", i)));
      draw();
    };
    claim.replaceChildren(...data.bounds.map((b, i) => new Option(`${b.theorem} · ${b.run}`, i)));
    claim.addEventListener("change", choose);
    instance.addEventListener("change", draw);
    choose();
  };

  const fillVerdicts = () => {
    show("verdicts");
    const counts = new Map();
    const table = document.getElementById("verdict-table");
    const heads = ["verdict", "claim", "run", "closest at t", "left side", "right side", "slack", "ratio"];
    const headRow = table.createTHead().insertRow();
    headRow.append(...heads.map((h) => element("th", h)));
    const body = table.createTBody();
    for (const v of data.verdicts) {
      const word = v.verdict.split(" ")[0];
      counts.set(word, (counts.get(word) ?? 0) + 1);
      const row = body.insertRow();
      row.append(element("td", v.verdict, `word ${word}`));
      const name = row.appendChild(element("td", v.instance === "" ? v.theorem : `${v.theorem} (${v.instance})`));
      name.title = v.formula;
      if (v.reason !== "") {
        name.append(element("div", v.reason, "note"));
      }
      const side = (lo, hi) => (lo === "" ? "" : `[${lo}, ${hi}]`);
      row.append(element("td", v.run), ...[v.t, side(v.lhs_lo, v.lhs_hi), side(v.rhs_lo, v.rhs_hi), v.slack, v.ratio].map(
        (text) => element("td", text, "number")));
      if (v.expected !== "" && !v.verdict.startsWith(v.expected)) {
        row.className = "unexpected";
        row.title = `expected: ${v.expected}`;
      }
    }
    document.getElementById("verdict-counts").textContent =
      [...counts].map(([word, n]) => `${n} ${word}`).join(", ") + ". A shaded row is not what its file expects.";
  };

  document.getElementById("origin").textContent = `${data.tool}, commit ${data.commit.slice(0, 12)}. Every number is an ` +
    "enclosure [lo, hi] of the true value, rounded outward.";
  const provenance = document.getElementById("provenance");
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === "string") {
      provenance.append(element("dt", name), element("dd", value));
    }
  }
  if (data.flows.length > 0) { drawFlows(); }
  if (data.spectra.length > 0) { drawSpectra(); }
  if (data.bounds.length > 0) { drawBounds(); }
  if (data.verdicts.length > 0) { fillVerdicts(); }
})();
