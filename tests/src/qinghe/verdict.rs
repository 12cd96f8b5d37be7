//! What others made of the promises of the fictional Qinghe County: nothing in, evaluations, audits with what became of their
//! findings, and news out, a line each, its cells between bars.

/// Evaluations: subject, kind, by whom in both languages, first and last day, method in both languages, report, score, verdict in
/// both languages, question in both languages, asked, answered.
pub(super) const EVALUATIONS: &str = "
t01 | self | 清河县交通运输局 | Qinghe County Transport Bureau | 2026-01-05 | 2026-01-20 | 对照年度任务自评 | By the bureau itself, against the tasks of the year | https://qinghe.example/roads-self-2025 | 92 | 基本完成年度任务 | The tasks of the year are done in the main |  |  |  |
t01 | third-party | 临江学院公共政策研究中心（虚构） | Centre for Public Policy, Linjiang College (fictional) | 2026-02-10 | 2026-03-25 | 抽查18个村42个路段，实地丈量 | 42 roads in 18 villages were measured | https://qinghe.example/roads-review-2025 | 74 | 里程未达承诺，质量总体合格 | Fewer kilometres than promised; their quality is sound | |  |  |
t01 | survey | 临江学院公共政策研究中心（虚构） | Centre for Public Policy, Linjiang College (fictional) | 2026-03-01 | 2026-03-15 | 按户籍随机抽样，入户问卷 | Random households, asked at the door | https://qinghe.example/roads-survey-2025 | 71 |  |  | 过去一年，您村里的道路修得怎么样？请打分，0分最差，100分最好。 | Over the past year, how well were the roads of your village built? 0 is the worst, 100 the best. | 1000 | 403
t03 | survey | 清河县交通运输局 | Qinghe County Transport Bureau | 2026-06-10 | 2026-06-12 | 新开班线车上发放问卷 | Handed out on the new lines | https://qinghe.example/bus-survey-2026 | 80 |  |  | 您对新开的班线满意吗？请打分，0分最差，100分最好。 | How content are you with the new line? 0 is the worst, 100 the best. | 40 | 12
g2 | self | 清河县水利局 | Qinghe County Water Bureau | 2026-01-05 | 2026-01-22 | 对照年度任务自评 | By the bureau itself, against the tasks of the year | https://qinghe.example/water-self-2025 | 95 | 全面完成 | All done |  |  |  |
g2 | third-party | 临江学院公共政策研究中心（虚构） | Centre for Public Policy, Linjiang College (fictional) | 2026-02-10 | 2026-03-25 | 抽查12个村的管网和60户危房 | Mains in 12 villages and 60 houses were looked at | https://qinghe.example/water-review-2025 | 93 | 任务完成，个别村公示时间不足 | Done; some villages gave too little notice |  |  |  |
t09 | self | 清河县政务服务中心 | Qinghe County Service Centre | 2026-01-05 | 2026-01-18 | 系统数据自评 | By the centre itself, from its system | https://qinghe.example/service-self-2025 | 96 | 超额完成 | More than was promised |  |  |  |
t09 | third-party | 云川省营商环境评价组（虚构） | Review of services, Yunchuan Province (fictional) | 2026-04-01 | 2026-05-20 | 暗访与系统数据核对 | Visits without notice, and a look at the system | https://qinghe.example/service-review-2025 | 91 | 完成，综合窗口仍需培训 | Done; clerks still need training |  |  |  |
t09 | survey | 清河县政务服务中心 | Qinghe County Service Centre | 2026-05-06 | 2026-05-30 | 办事后短信邀请评价 | Asked by message after the visit | https://qinghe.example/service-survey-2026 | 88 |  |  | 这次办事，您在一个窗口办完了吗？办得顺不顺？请打分，0分最差，100分最好。 | Was your matter dealt with at one window, and how smoothly? 0 is the worst, 100 the best. | 600 | 388
wr25 | third-party | 临江学院公共政策研究中心（虚构） | Centre for Public Policy, Linjiang College (fictional) | 2026-04-01 | 2026-05-15 | 逐项核对工作报告的承诺 | Every promise of the report was looked at | https://qinghe.example/work-report-review-2025 | 81 | 民生实事完成较好，村道和冷链中心未完成 | Most was done; the village roads and the cold store were not |  |  |  |
";

/// Audits: id, name in both languages, auditor in both languages, day of publication, findings, amount, report.
pub(super) const AUDITS: &str = "
a1 | 2025年度惠农资金和项目审计 | Audit of village funds and projects, 2025 | 清河县审计局（虚构） | Qinghe County Audit Office (fictional) | 2026-03-20 | 8 | 478300.00 | https://qinghe.example/audit-funds-2025
a2 | 村道建设专项审计 | Audit of village roads | 临江市审计局（虚构） | Linjiang City Audit Office (fictional) | 2026-07-15 | 4 | 2368312.50 | https://qinghe.example/audit-roads-2026
";

/// Findings: id, name in both languages, audit, subject, amount, office, found, due, extended until, why in both languages.
pub(super) const FINDINGS: &str = "
f01 | 村道资金12.00万元留在县里，尚未安排使用 | 120,000 yuan for village roads stayed with the county unused | a1 | t01 | 120000.00 | money | 2026-02-24 | 2026-06-30 |  |  |
f02 | 石桥村道路少建0.2公里，仍通过验收 | The road of Shiqiao was accepted with 0.2 km missing | a2 | t01 | 143312.50 | roads | 2026-06-20 | 2026-12-31 |  |  |
f03 | 西坡村支出少记5000元 | The records of Xipo are 5,000 yuan short | a1 | t04 | 5000.00 | farm | 2026-02-24 | 2026-04-30 |  |  |
f04 | 危房改造补助未按时发放 | Subsidies for houses were paid late | a1 | t05 | 86400.00 | homes | 2026-02-26 | 2026-05-31 |  |  |
f05 | 3个饮水管网项目公示不足10天 | Three projects of water mains gave less than ten days of notice | a1 | t04 |  | water | 2026-02-26 | 2026-05-31 |  |  |
f06 | 产业路项目多计工程款 | Works on farm tracks were overcharged | a1 | t07 | 214600.00 | farm | 2026-02-27 | 2026-08-31 | 2026-12-31 | 造价争议正在鉴定，县审计局同意延期 | The price is being examined; extended by the audit office
f07 | 高标准农田一处泵站未按图施工 | A pump for farmland was not built as drawn | a1 | t06 | 52300.00 | farm | 2026-03-02 | 2026-06-30 |  |  |
f08 | 6个项目档案不全 | The files of six projects are incomplete | a1 | g3 |  | farm | 2026-03-02 | 2026-06-30 |  |  |
f09 | 部分部门绩效自评没有附依据 | Some offices judged themselves without evidence | a1 | t11 |  | money | 2026-03-05 | 2026-10-31 |  |  |
f10 | 2个村道标段未公开招标 | Two contracts for village roads were given without a tender | a2 | t01 | 1860000.00 | roads | 2026-06-18 | 2026-11-30 |  |  |
f11 | 村道养护费拨付不及时 | Money for looking after village roads came late | a2 | t02 | 327000.00 | roads | 2026-06-18 | 2026-08-31 |  |  |
f12 | 2个招呼站建成后闲置 | Two bus stops stand unused | a2 | t03 | 38000.00 | roads | 2026-06-22 | 2026-09-15 |  |  |
";

/// Rectifications: finding, state, amount, day, measure in both languages, evidence in both languages.
pub(super) const RECTIFICATIONS: &str = "
f01 | under-way | 120000.00 | 2026-05-18 | 拟用于补建石桥村剩余0.2公里，方案待县政府批准 | To be used for the missing 0.2 km of Shiqiao; the plan waits for the county government |  |
f02 | under-way | 143312.50 | 2026-08-20 | 已通知施工单位补建，完成前不退质量保证金 | The firm was told to build it; the deposit is kept until then |  |
f03 | done | 5000.00 | 2026-04-10 | 找到支付凭证并补记入账 | The voucher was found and entered | 补记凭证、村务公开栏照片 | The voucher, and a picture of the village's notice board
f04 | done | 86400.00 | 2026-03-28 | 补助全部发放到户 | All of it was paid to the households | 国库支付回单 | Receipts of the treasury
f05 | done |  | 2026-04-20 | 重新公示10个工作日 | Notice was given again for ten working days | 公示照片和无异议证明 | Pictures of the notices
f06 | done | 150000.00 | 2026-06-30 | 追回无争议的多计款 | What is not in dispute was paid back | 缴款书 | Receipt of the payment
f06 | under-way | 64600.00 | 2026-08-28 | 其余部分委托造价鉴定 | The rest is being examined |  |
f07 | done | 52300.00 | 2026-06-12 | 施工单位返工并重新验收 | The firm built it anew; it was accepted again | 返工验收表 | Acceptance sheet
f08 | done |  | 2026-06-25 | 补齐档案并移交 | Files were completed and handed over | 档案移交清单 | Record of the handover
f09 | under-way |  | 2026-07-30 | 31个部门已补交依据，其余催办 | 31 offices have sent evidence; the others were reminded |  |
f10 | not-done | 1860000.00 | 2026-09-10 | 调查尚未结束 | It is still being looked into |  |
f11 | done | 327000.00 | 2026-08-05 | 养护费全部拨付到位 | All of it was passed on | 拨款通知单 | Notice of the payment
";

/// Accountability: finding, day, measure in both languages, units, persons.
pub(super) const ACCOUNTABILITY: &str = "
f01 | 2026-07-20 | 约谈主要负责人 | The head of the office was called in | 1 | 1
f02 | 2026-08-12 | 通报批评 | Criticised in public | 2 |
f04 | 2026-04-20 | 责令检查 | Had to explain in writing | 1 |
f06 | 2026-07-10 | 诫勉谈话 | Formal warning |  | 2
f11 | 2026-08-15 | 通报批评 | Criticised in public | 1 |
";

/// News: subject, day, text in both languages, office, link.
pub(super) const NEWS: &str = "
wr25 | 2025-01-18 | 县人民代表大会通过政府工作报告，报告提出新建改建村道120公里。 | The county's congress accepted the work report, which promises 120 km of village roads. | gov | https://qinghe.example/work-report-2025
t01 | 2025-07-22 | 汛期降雨偏多，9个路段停工12天。 | Heavy rain stopped work on nine roads for twelve days. | roads |
t01 | 2025-11-20 | 石桥村道路通过验收，建成3.0公里，计划3.2公里。 | The road of Shiqiao was accepted with 3.0 km of the 3.2 km that were planned. | roads |
t01 | 2026-01-16 | 全年建成96.4公里，比承诺少23.6公里，未办理延期。 | 96.4 km were built in the year, 23.6 km fewer than promised. The deadline was not extended. | roads |
t01 | 2026-04-28 | 剩余23.6公里列入2026年计划。 | The missing 23.6 km are in the plan of 2026. | roads |
t03 | 2025-08-06 | 暴雨冲毁两处路基，6个村班线推迟开通。 | A storm washed two roads away; the lines to six villages are put off. | roads |
t03 | 2025-10-24 | 县政府批准延期至2026年12月31日。 | The county government extended the deadline to 31 December 2026. | gov |
t05 | 2025-03-10 | 危房鉴定结果在各村公示。 | The list of unsafe houses was put up in the villages. | homes |
t08 | 2026-03-12 | 制冷设备到货延迟，未申请延期。 | The cooling machines are late. No extension was asked for. | trade |
t08 | 2026-07-30 | 设备到货，开始安装。 | The machines have come and are being installed. | trade |
t10 | 2026-01-16 | 平均办结时间降至6.8个工作日，未达到6个工作日的承诺。 | The mean time fell to 6.8 working days; 6 were promised. | service |
t13 | 2025-12-19 | 省级授权尚未批复，第二批事项延期下放。 | The province's leave has not come; the second round is put off. | service |
t12 | 2026-05-15 | 召开座谈会，尚未形成可以衡量的目标。 | A meeting was held. There is no aim yet that could be measured. | farm |
t20 | 2026-06-30 | 台账正在建立，上半年数据暂缺。 | Records are being set up; there is no figure for the first half of the year. | care |
g7 | 2026-05-20 | 新一轮养老服务普查定于2027年开展。 | The next census of care will be in 2027. | care |
f01 | 2026-03-20 | 审计报告公布：村道资金12.00万元自2025年8月10日起留在县里。 | The audit was published: 120,000 yuan for village roads have stayed with the county since 10 August 2025. | gov | https://qinghe.example/audit-funds-2025
f01 | 2026-07-02 | 整改期限已过，方案仍待批准，未办理延期。 | The deadline has passed; the plan still waits, and no extension was asked for. | money |
f02 | 2026-07-15 | 审计报告公布：石桥村道路少建0.2公里。 | The audit was published: the road of Shiqiao is 0.2 km short. | roads | https://qinghe.example/audit-roads-2026
f03 | 2026-04-10 | 西坡村5000元支出补记入账。 | The 5,000 yuan of Xipo were entered. | farm |
f10 | 2026-09-10 | 2个标段的调查仍在进行。 | The two contracts are still being looked into. | roads |
f12 | 2026-09-16 | 整改期限已过，2个招呼站仍未启用。 | The deadline has passed; the two stops are still unused. | roads |
";

/// Links: an id of the package, another package, an id there, what it is in both languages.
pub(super) const LINKS: &str = "
g1 | qinghe-budget-2025 | 2140602 | 车辆购置税用于农村公路建设支出 | Vehicle purchase tax for rural roads
g2 | qinghe-budget-2025 | 2130335 | 农村供水 | Rural water supply
g3 | qinghe-budget-2025 | 2130153 | 耕地建设与利用 | Farmland construction and use
t01 | qinghe-budget-2025 | 2130504 | 农村基础设施建设 | Rural infrastructure
t01 | qinghe-funds | p001 | 石桥村道路硬化 | Village road of Shiqiao
t04 | qinghe-funds | p004 | 西坡村饮水管网改造 | Renewal of water mains: Xipo
t05 | qinghe-budget-2025 | 2210105 | 农村危房改造 | Renovation of dilapidated rural houses
t05 | qinghe-funds | p016 | 枣林村危房改造 | Repair of unsafe houses: Zaolin
t06 | qinghe-funds | p002 | 石桥村高标准农田建设 | Well-built farmland: Shiqiao
t07 | qinghe-funds | p006 | 北岭村产业路建设 | Farm track: Beiling
f01 | qinghe-funds | p001 | 石桥村道路硬化：12.00万元从哪里来、在哪里 | Village road of Shiqiao: where the 120,000 yuan came from and where they are
f01 | qinghe-funds | q | 清河县（虚构） | Qinghe County (fictional)
f02 | qinghe-funds | p001 | 石桥村道路硬化 | Village road of Shiqiao
f03 | qinghe-funds | q-v04 | 西坡村 | Xipo Village
";
