//! What the fictional Qinghe County promised: nothing in, plans, goals, tasks and steps in two languages out, a line each, its
//! cells between bars.

/// Offices: key, Chinese, English.
pub(super) const OFFICES: &str = "
gov | 清河县人民政府办公室 | Office of the county government
roads | 清河县交通运输局 | Qinghe County Transport Bureau
farm | 清河县农业农村局 | Qinghe County Bureau of Agriculture
water | 清河县水利局 | Qinghe County Water Bureau
homes | 清河县住房和城乡建设局 | Qinghe County Housing Bureau
trade | 清河县商务局 | Qinghe County Bureau of Commerce
service | 清河县政务服务中心 | Qinghe County Service Centre
money | 清河县财政局 | Qinghe County Finance Bureau
plan | 清河县发展和改革局 | Qinghe County Bureau of Development and Reform
jobs | 清河县人力资源和社会保障局 | Qinghe County Bureau of Labour
school | 清河县教育和体育局 | Qinghe County Education and Sport Bureau
health | 清河县卫生健康局 | Qinghe County Health Bureau
care | 清河县民政局 | Qinghe County Civil Affairs Bureau
shuanghe | 双河镇人民政府 | Shuanghe Town
watch | 清河县人民政府督查室 | Inspection office of the county government
";

/// Plans: id, name in both languages, first and last day, office, document.
pub(super) const PLANS: &str = "
wr25 | 清河县2025年政府工作报告 | Work report of the government of Qinghe County, 2025 | 2025-01-01 | 2025-12-31 | gov | https://qinghe.example/work-report-2025
fyp15 | 清河县“十五五”规划纲要（2026—2030年） | Five-year plan of Qinghe County, 2026 to 2030 | 2026-01-01 | 2030-12-31 | plan | https://qinghe.example/five-year-plan-2026
";

/// Goals: id, name in both languages, plan, parent, kind, weight, office, what it is about in both languages.
pub(super) const GOALS: &str = "
g1 | 群众出行更方便 | Easier ways to get around | wr25 |  | livelihood | 3 | roads | 修好村道，管好村道，让每个建制村通上客车 | Build village roads, look after them, and bring a bus to every village
g2 | 饮水安全、住房安全 | Safe water and safe homes | wr25 |  | livelihood | 2 | water | 改造老旧管网和农村危房 | Renew old water mains and repair unsafe houses
g3 | 建好农田和产业设施 | Farmland and what farms need | wr25 |  | development | 2 | farm | 建设高标准农田、产业路和冷链设施 | Well-built farmland, farm tracks and cold storage
g4 | 办事更快，花钱更有效 | Quicker services, money better spent | wr25 |  | reform | 2 | service | 减环节、减时限，把每笔财政资金的效果说清楚 | Fewer steps, shorter times, and results for all money spent
g5 | 就业和收入稳步增长 | More jobs and higher incomes | fyp15 |  | development | 2 | plan | 五年新增城镇就业9500人，农村居民收入继续提高 | 9,500 new jobs in five years, and incomes in villages that go on growing
g6 | 公共服务更完善 | Better public services | fyp15 |  | livelihood | 3 | gov | 办好学前教育、基层医疗和养老服务 | Nurseries, doctors near by, and care for the old
g7 | 养老服务有保障 | Care for the old that can be relied on | fyp15 | g6 | livelihood | 1 | care | 在村里就近办好养老服务 | Care close to home, in the villages
";

/// Tasks: id, name in both languages, goal, kind, weight, how in both languages, office, first day, due, extended until, why in
/// both languages.
pub(super) const TASKS: &str = "
t01 | 新建改建村道120公里 | 120 km of village roads | g1 | livelihood | 3 | 按村排出路段清单，统一招标，逐段验收 | A list of roads by village, one tender, each road accepted on its own | roads | 2025-02-10 | 2025-12-31 |  |  |
t02 | 村道列养率达到95% | 95 % of village roads looked after | g1 | livelihood | 1 | 每条村道明确路长和养护员，按季检查 | Somebody answers for each road; it is looked at every quarter | roads | 2025-01-20 | 2025-12-31 |  |  |
t03 | 所有建制村通客车 | A bus to every village | g1 | livelihood | 1 | 新设招呼站，开通最后6个村的班线 | New stops, and lines to the last six villages | roads | 2025-03-01 | 2025-10-31 | 2026-12-31 | 汛期道路损毁，县政府批准延期（清政办〔2025〕41号） | Floods damaged the roads; extended by the county government, document 41 of 2025
t04 | 改造农村饮水管网900公里 | 900 km of water mains renewed | g2 | livelihood | 2 | 先改漏损率高的管段，同步更换水表 | The leakiest mains first, meters at the same time | water | 2025-01-15 | 2025-12-31 |  |  |
t05 | 改造农村危房1100户 | 1,100 unsafe houses repaired | g2 | livelihood | 2 | 逐户鉴定，补助直接发放到户 | Each house is looked at; the subsidy goes to the household | homes | 2025-01-15 | 2025-12-31 |  |  |
t06 | 建设高标准农田1300亩 | 1,300 mu of well-built farmland | g3 | development | 2 | 田块整治、灌排渠系和田间道路一并建设 | Fields, ditches and paths are built together | farm | 2025-01-10 | 2025-12-31 |  |  |
t07 | 建设产业路900公里 | 900 km of farm tracks | g3 | development | 1 | 优先连通种植基地和加工点 | Fields and workshops are joined first | farm | 2025-01-10 | 2025-12-31 |  |  |
t08 | 建成县级冷链物流中心 | A cold store for the county's farm goods | g3 | development | 1 | 选址、立项、建设、投用四步推进 | Site, approval, building, opening | trade | 2025-02-01 | 2025-12-31 |  |  |
t09 | 政务服务“一窗受理”率达到90% | 90 % of services at one window | g4 | reform | 1 | 合并专业窗口，前台综合受理、后台分类审批 | Windows are merged; offices decide behind them | service | 2025-02-01 | 2025-12-31 |  |  |
t10 | 压缩审批时限 | Shorter approval times | g4 | reform | 1 | 合并环节，推行网上申请和并联审批 | Steps are merged, applications go online, offices decide side by side | service | 2025-02-01 |  |  |  |
t11 | 推进预算绩效管理 | Budgets judged by results | g4 | reform | 1 | 绩效目标与预算同步编制、同步公开 | Aims are set and published together with the budget | money | 2025-01-05 | 2025-12-31 |  |  |
t12 | 探索农村集体经济新机制 | Explore new ways for village collectives | g4 | reform | 1 |  |  | farm | 2025-03-01 |  |  |  |
t13 | 向乡镇下放县级审批权限 | Approvals handed to the townships | g4 | reform | 1 | 编制下放清单，分两批下放，配套培训 | A list, two rounds, and training | service | 2025-03-01 | 2025-12-31 | 2026-12-31 | 第二批事项需省级授权，县政府批准延期（清政办〔2025〕52号） | The second round needs the province's leave; extended by the county government, document 52 of 2025
t14 | 打通部门数据共享 | Data shared between offices | g4 | reform | 1 | 建立共享目录，按需接入 | A catalogue of what is shared; offices join by need | service | 2025-04-01 | 2026-12-31 |  |  |
t15 | 五年新增城镇就业9500人 | 9,500 new jobs in five years | g5 | development | 2 | 技能培训、招聘对接和创业担保贷款 | Training, fairs, and loans for those who start a firm | jobs | 2026-01-01 | 2030-12-31 |  |  |
t16 | 农民增收、粮食增产 | Higher incomes and harvests in villages | g5 | development | 2 | 推广良种良法，发展特色种养 | Better seed, better methods, and crops of the place | farm | 2026-01-01 | 2030-12-31 |  |  |
t17 | 建设农产品加工园 | A park for food processing | g5 | development | 1 | 分期建设，建成一期即投用 | Built in parts; each is opened when it is ready | plan | 2026-02-01 | 2029-12-31 |  |  |
t18 | 培育发展新动能 | Foster new drivers of growth | g5 | development | 1 |  |  | plan | 2026-02-01 |  |  |  |
t19 | 办好学前教育和基层医疗 | Nurseries, and doctors near by | g6 | livelihood | 2 | 新建改扩建公办园，定向培养乡村医生 | Public nurseries are built and widened; doctors are trained for villages | health | 2026-01-01 | 2030-12-31 |  |  |
t20 | 村村有养老服务点 | A place for the old in every village | g7 | livelihood | 1 | 利用闲置校舍和村级用房改建 | Empty schools and rooms of villages are rebuilt | care | 2026-03-01 | 2030-12-31 |  |  |
";

/// Steps: task, name in both languages, due, done, evidence in both languages, weight.
pub(super) const STEPS: &str = "
t01 | 路段清单经公示 | List of roads, after a public notice | 2025-03-15 | 2025-03-14 | 公示期10个工作日，无异议 | Ten working days of notice, no objection |
t01 | 全部路段开工 | Work begins on all roads | 2025-05-31 | 2025-06-20 | 开工报告42份 | 42 reports that work began |
t01 | 全部路段完工 | All roads are built | 2025-11-30 |  |  |  |
t01 | 全部路段验收 | All roads are accepted | 2025-12-31 |  |  |  |
t03 | 线路方案确定 | Lines are decided | 2025-05-31 | 2025-05-26 | 县政府常务会议纪要第9期 | Minutes 9 of the county government | 1
t03 | 38个招呼站建成 | 38 stops are built | 2025-08-31 | 2025-09-12 | 验收表38份 | 38 acceptance sheets | 2
t03 | 最后6个村开通班线 | Lines to the last six villages | 2025-10-31 |  |  |  | 2
t08 | 选址和用地批准 | Site and land approved | 2025-04-30 | 2025-04-22 | 用地批复 | Approval of the land | 1
t08 | 主体工程完工 | The building stands | 2025-09-30 | 2025-12-18 | 主体结构验收报告 | Acceptance of the structure | 2
t08 | 制冷设备安装调试 | Cooling installed and tried | 2025-11-30 |  |  |  | 2
t08 | 投入使用 | It opens | 2025-12-31 |  |  |  | 1
t11 | 绩效目标随2025年预算公开 | Aims published with the budget of 2025 | 2025-02-28 | 2025-02-20 | 预算公开专栏 | Page of the budget |
t11 | 全部部门完成上年绩效自评 | All offices judge last year's results | 2025-05-31 | 2025-05-30 | 自评报告46份 | 46 reports |
t11 | 重点项目第三方评价 | Important projects judged by others | 2025-09-30 | 2025-09-24 | 评价报告12份 | 12 reports |
t11 | 评价结果用于2026年预算 | Used for the budget of 2026 | 2025-12-31 | 2025-12-26 | 压减低效项目9个的说明 | Nine projects of little use were cut, as explained |
t13 | 下放清单公布 | The list is published | 2025-05-31 | 2025-05-28 | 清政发〔2025〕17号 | Document 17 of 2025 | 1
t13 | 第一批24项下放 | First round, 24 approvals | 2025-08-31 | 2025-08-29 | 交接清单 | Record of the handover | 2
t13 | 第二批18项下放 | Second round, 18 approvals | 2025-12-31 |  |  |  | 2
t14 | 共享目录发布 | The catalogue is published | 2025-09-30 | 2025-09-28 | 共享目录第一版 | First edition of the catalogue | 1
t14 | 20个部门接入 | 20 offices have joined | 2026-06-30 | 2026-06-18 | 接入测试报告20份 | 20 reports of tests | 2
t14 | 46个部门全部接入 | All 46 offices have joined | 2026-12-31 |  |  |  | 2
t17 | 园区规划批准 | The plan of the park is approved | 2026-06-30 | 2026-05-21 | 规划批复 | Approval of the plan | 1
t17 | 一期用地交付 | Land for the first part | 2026-12-31 |  |  |  | 1
t17 | 一期投用 | The first part opens | 2028-06-30 |  |  |  | 3
t17 | 二期投用 | The second part opens | 2029-12-31 |  |  |  | 3
t20 | 服务点布局方案 | Where the places will be |  |  |  |  |
";
