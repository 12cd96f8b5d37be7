/* What d3-sankey and ECharts make of a graph: a room, nodes with their columns and links on standard input; on standard output, for
   each way, where the middle of each link begins and ends. */

const { createRequire } = require('module');
const { readFileSync } = require('fs');

const load = createRequire(process.argv[2]);
const { sankey, sankeyJustify } = load('d3-sankey');
const echarts = load('echarts');
const { room, nodes, links } = JSON.parse(readFileSync(0, 'utf8'));

/** By d3-sankey, whose habits are left as they are but for the columns. */
function place(align) {
  const layout = sankey()
    .nodeWidth(room.node)
    .nodePadding(room.gap)
    .extent([[0, 0], [room.length, room.breadth]])
    .nodeAlign(align);
  const graph = layout({ nodes: nodes.map(node => ({ ...node })), links: links.map(link => ({ ...link })) });
  return graph.links.map(({ source, target, y0, y1 }) => [source.x1, y0, target.x0, y1]);
}

/** By ECharts, in the same columns. */
function chart() {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: room.length, height: room.breadth });
  const data = nodes.map((node, at) => ({ name: String(at), depth: node.column }));
  const named = links.map(({ source, target, value }) => ({ source: String(source), target: String(target), value }));
  chart.setOption({
    animation: false,
    series: { type: 'sankey', left: 0, right: 0, top: 0, bottom: 0, nodeWidth: room.node, nodeGap: room.gap, data, links: named },
  });
  const middles = [];
  chart.getModel().getSeriesByIndex(0).getGraph().eachEdge(edge => {
    const [from, to, own] = [edge.node1, edge.node2, edge].map(part => part.getLayout());
    middles[edge.dataIndex] = [from.x + from.dx, from.y + own.sy + own.dy / 2, to.x, to.y + own.ty + own.dy / 2];
  });
  chart.dispose();
  return middles;
}

console.log(JSON.stringify({ given: place(node => node.column), own: place(sankeyJustify), chart: chart() }));
