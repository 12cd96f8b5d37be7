// The page of the flows: the same flows drawn by Daylight's element, by d3-sankey as plain SVG and by ECharts. The runner asks for
// one act after another and counts what the page's thread spends on it.
const main = document.querySelector('main');
const WIDTH = 960, HEIGHT = 600;
const graphs = {};

/** After the browser has drawn: a task that follows the next frame. */
const drawn = () => new Promise(done => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = done;
  port2.postMessage(0);
}));
const idle = () => new Promise(done => requestIdleCallback(done));
const make = (name, parent) => parent.appendChild(document.createElementNS('http://www.w3.org/2000/svg', name));
const set = (element, attributes) => { for (const name in attributes) element.setAttribute(name, attributes[name]); };
const count = new Intl.NumberFormat('en');

/** The layout in new objects, since d3-sankey writes into those that it is given. */
function place({ nodes, byPlace }) {
  const layout = d3.sankey().nodeWidth(24).nodePadding(8).extent([[0, 0], [WIDTH, HEIGHT]]);
  return layout({ nodes: nodes.map(node => ({ ...node })), links: byPlace.map(link => ({ ...link })) });
}

/** One path a link, one rectangle and one label a node, a title on each; a switch changes those that are there. */
const sankey = {
  first(graph) {
    const svg = make('svg', main), outline = d3.sankeyLinkHorizontal();
    set(svg, { width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}` });
    const { nodes, links } = place(graph);
    const paths = make('g', svg), rects = make('g', svg), labels = make('g', svg);
    set(paths, { fill: 'none', stroke: '#888', 'stroke-opacity': 0.5 });
    set(labels, { 'font-family': 'sans-serif', 'font-size': 10 });
    this.parts = {
      paths: links.map(() => { const path = make('path', paths); make('title', path); return path; }),
      rects: nodes.map(() => { const rect = make('rect', rects); make('title', rect); return rect; }),
      labels: nodes.map(() => make('text', labels)),
    };
    this.write(nodes, links, outline);
  },
  other(graph) {
    const { nodes, links } = place(graph);
    this.write(nodes, links, d3.sankeyLinkHorizontal());
  },
  write(nodes, links, outline) {
    const { paths, rects, labels } = this.parts;
    links.forEach((link, at) => {
      set(paths[at], { d: outline(link), 'stroke-width': Math.max(1, link.width) });
      paths[at].firstChild.textContent = `${link.source.name} → ${link.target.name}\n${count.format(link.value)}`;
    });
    nodes.forEach((node, at) => {
      set(rects[at], { x: node.x0, y: node.y0, width: node.x1 - node.x0, height: node.y1 - node.y0, fill: '#357' });
      rects[at].firstChild.textContent = `${node.name}\n${count.format(node.value)}`;
      const is_left = node.x0 < WIDTH / 2;
      set(labels[at], { x: is_left ? node.x1 + 6 : node.x0 - 6, y: (node.y0 + node.y1) / 2, dy: '0.35em', 'text-anchor': is_left ? 'start' : 'end' });
      labels[at].textContent = node.name;
    });
  },
};

/** On a canvas, which is its habit, without its animation. */
const charts = {
  first(graph) {
    const box = main.appendChild(document.createElement('div'));
    box.className = 'chart';
    this.chart?.dispose();
    this.chart = echarts.init(box, null, { width: WIDTH, height: HEIGHT });
    return this.other(graph);
  },
  other({ nodes, byName }) {
    const finished = new Promise(done => this.chart.on('finished', done));
    this.chart.setOption({ animation: false, series: [{ type: 'sankey', data: nodes, links: byName, nodeWidth: 24, nodeGap: 8 }] });
    return finished.then(() => this.chart.off('finished'));
  },
};

/** From an address: its files are read and checked, and it says when it is ready. */
const daylight = {
  first(_, size, year) {
    const element = this.element = document.createElement('daylight-funds');
    set(element, { src: `/flows/${size}/datapackage.json`, view: 'flow', year, lang: 'en' });
    const ready = new Promise((done, fail) => {
      element.addEventListener('daylight-ready', done);
      element.addEventListener('daylight-error', event => fail(JSON.stringify(event.detail)));
    });
    main.append(element);
    return ready;
  },
  async other(_, size, year) {
    const ribbons = () => this.element.shadowRoot.querySelector('.flow path').getAttribute('d') + this.element.shadowRoot.querySelector('.flow li').textContent;
    const before = ribbons();
    this.element.setAttribute('year', year);
    while (ribbons() == before) await drawn();
  },
};

const tools = { daylight, 'd3-sankey': sankey, ECharts: charts };

/** A first draw, or a switch to another year; how long it took by the clock. */
async function act(tool, size, year, way) {
  if (way == 'first') main.textContent = '';
  await drawn();
  await idle();
  return () => {
    const started = performance.now();
    return Promise.resolve(tools[tool][way](graphs[size][year], size, year)).then(drawn).then(() => performance.now() - started);
  };
}

let next;
/** All that comes before what is measured. */
window.prepare = async (tool, size, year, way) => {
  graphs[size] ||= await (await fetch(`/flows/${size}.json`)).json();
  next = await act(tool, size, year, way);
};
/** The act, and all that the browser does before it has nothing to do. */
window.measure = async () => {
  const spent = await next();
  await idle();
  return spent;
};

/** The layout alone, of columns and links as typed arrays. */
window.lay = (glue, { columns, from, to, weights }) => {
  const started = performance.now();
  const numbers = glue.bench_flow(columns, from, to, weights, WIDTH * 100, HEIGHT * 100);
  const laid = performance.now() - started;
  const svg = make('svg', main);
  set(svg, { width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH * 100} ${HEIGHT * 100}` });
  let at = 1;
  for (let box = 0; box < numbers[0]; box++, at += 4) {
    const [x, y, width, height] = numbers.slice(at, at + 4);
    set(make('rect', svg), { x, y, width, height, fill: '#357' });
  }
  let ribbons = 0;
  for (; at < numbers.length; at += 5, ribbons++) {
    const [from, to, starts, ends, breadth] = numbers.slice(at, at + 5), middle = (from + to) / 2;
    const d = `M${from} ${starts}C${middle} ${starts} ${middle} ${ends} ${to} ${ends}V${ends + breadth}C${middle} ${ends + breadth} ${middle} ${starts + breadth} ${from} ${starts + breadth}Z`;
    set(make('path', svg), { d, fill: '#888', 'fill-opacity': 0.5 });
  }
  return drawn().then(() => ({ laid, drawn: performance.now() - started, boxes: numbers[0], ribbons }));
};
window.clear = () => { main.textContent = ''; return drawn().then(idle); };
