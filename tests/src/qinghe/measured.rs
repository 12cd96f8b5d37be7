//! What is measured in the fictional Qinghe County: nothing in, indicators, targets and values out, a line each, its cells
//! between bars.

/// Indicators: id, name in both languages, task, goal, unit in both languages, direction, measures, weight, baseline, its period,
/// source in both languages, method in both languages.
pub(super) const INDICATORS: &str = "
i01 | 村道建成里程 | Village roads built | t01 |  | 公里 | km |  | total | 2 | 0 | 2024 | 交通运输局验收台账 | Acceptance records of the transport bureau | 以通过验收的路段长度累计 | Length of the roads that were accepted, counted up
i02 | 自然村通硬化路比例 | Hamlets with a paved road | t01 |  | % | % |  |  | 1 | 88.0 | 2024 | 交通运输局年报 | Yearly report of the transport bureau |  |
i03 | 村道列养率 | Village roads looked after | t02 |  | % | % |  |  |  | 86.5 | 2024 | 养护季度检查 | Quarterly inspection | 有养护员且检查合格的里程占比 | Share of the length that has a keeper and passed
i04 | 饮水管网改造里程 | Water mains renewed | t04 |  | 公里 | km |  | total |  | 0 | 2024 | 惠农资金项目公示 | Notices of the village funds | 各村项目完成数量之和 | Sum of what the projects of the villages delivered
i05 | 农村自来水普及率 | Households in villages with tap water | t04 |  | % | % |  |  |  | 95.8 | 2024 | 水利局年报 | Yearly report of the water bureau |  |
i06 | 危房改造户数 | Unsafe houses repaired | t05 |  | 户 | houses |  | total |  | 0 | 2024 | 惠农资金项目公示 | Notices of the village funds | 各村项目完成数量之和 | Sum of what the projects of the villages delivered
i07 | 农村饮水水质达标率 | Samples of village water that meet the standard |  | g2 | % | % |  |  |  | 93.4 | 2024 | 卫生健康局水质监测 | Tests by the health bureau |  |
i08 | 高标准农田建成面积 | Well-built farmland | t06 |  | 亩 | mu |  | total |  | 0 | 2024 | 惠农资金项目公示 | Notices of the village funds | 各村项目完成数量之和 | Sum of what the projects of the villages delivered
i09 | 产业路建成里程 | Farm tracks built | t07 |  | 公里 | km |  | total |  | 0 | 2024 | 惠农资金项目公示 | Notices of the village funds | 各村项目完成数量之和 | Sum of what the projects of the villages delivered
i10 | 耕地质量平均等级 | Mean grade of farmland |  | g3 | 级 | grade | less |  |  | 4.76 | 2020 | 耕地质量监测 | Survey of farmland | 一级最好，十级最差 | Grade 1 is the best, 10 the worst
i11 | “一窗受理”事项占比 | Services at one window | t09 |  | % | % |  |  |  | 62 | 2024 | 政务服务系统 | System of the service centre |  |
i12 | 审批事项平均办结时间 | Mean time to an approval | t10 |  | 工作日 | working days | less |  | 2 | 12.0 | 2024 | 政务服务系统 | System of the service centre | 从受理到办结，不含公示 | From receipt to answer, notices not counted
i13 | 已共享数据项 | Kinds of data that are shared | t14 |  | 项 | kinds |  | total |  | 0 | 2024 | 共享平台统计 | Count of the platform |  |
i14 | 城镇新增就业 | New jobs | t15 |  | 人 | jobs |  | total | 2 | 0 | 2025 | 就业统计 | Statistics of employment | 自2026年1月起累计 | Counted up from January 2026
i15 | 城镇调查失业率 | Unemployment by survey | t15 |  | % | % | less |  | 1 | 5.6 | 2025 | 劳动力调查 | Survey of the labour force | 期内各月平均 | Mean of the months
i16 | 农村居民人均可支配收入 | Income of a person in villages | t16 |  | 元 | yuan |  |  |  | 24860 | 2025 | 住户调查 | Survey of households |  |
i17 | 粮食年均产量 | Grain harvested a year, on average | t16 |  | 吨 | t |  |  |  | 178000 | 2016-2020 | 粮食产量统计 | Statistics of the harvest | 五年平均 | Mean of five years
i18 | 公办园在园幼儿占比 | Children in public nurseries | t19 |  | % | % |  |  |  | 58.0 | 2025 | 教育事业统计 | Statistics of education |  |
i19 | 每千人口执业（助理）医师数 | Doctors for a thousand people | t19 |  | 人 | doctors |  |  |  | 2.61 | 2025 | 卫生健康统计 | Statistics of health |  |
i20 | 有养老服务点的村占比 | Villages with a place for the old | t20 |  | % | % |  |  |  | 10.0 | 2025 | 民政局台账 | Records of the civil affairs bureau |  |
i21 | 每千名老年人护理型床位 | Nursing beds for a thousand of the old |  | g7 | 张 | beds |  |  |  | 22.0 | 2020 | 养老服务普查 | Census of care | 上次普查为2022年 | The last census was in 2022
i22 | 审批事项网上可办率 | Approvals that can be had online | t10 |  | % | % |  |  | 1 | 85.0 | 2024 | 政务服务系统 | System of the service centre |  |
i23 | 企业开办平均时间 | Mean time to found a firm |  | g4 | 小时 | hours | less |  |  |  |  | 政务服务系统 | System of the service centre | 2025年以前未统计 | Not counted before 2026
i24 | 农村公路优良中等路率 | Rural roads in fair condition or better |  | g1 | % | % |  |  |  | 84.2 | 2024 | 公路技术状况检测 | Survey of the state of roads |  |
i25 | 园区年产值 | Yearly output of the park | t17 |  | 亿元 | hundred million yuan |  |  |  | 0 | 2025 | 园区统计 | Statistics of the park |  |
";

/// Targets: indicator, value, period, note in both languages.
pub(super) const TARGETS: &str = "
i01 | 120 | 2025 | 政府工作报告：新建改建村道120公里 | Work report: 120 km of village roads
i02 | 92.0 | 2025 |  |
i03 | 95 | 2025 | 政府工作报告 | Work report
i04 | 900 | 2025 | 政府工作报告 | Work report
i05 | 98 | 2025 |  |
i06 | 1100 | 2025 | 政府工作报告 | Work report
i07 | 95 | 2025 |  |
i08 | 1300 | 2025 | 政府工作报告 | Work report
i09 | 900 | 2025 | 政府工作报告 | Work report
i10 | 4.20 | 2030 |  |
i11 | 90 | 2025 | 政府工作报告 | Work report
i12 | 6.0 | 2025 | 政府工作报告：平均办结时间压缩一半 | Work report: half the time
i14 | 1900 | 2026 | 年度计划 | Plan of the year
i14 | 5700 | 2028 | 中期目标 | Half-way
i14 | 9500 | 2030 | 规划纲要 | Five-year plan
i15 | 5.5 | 2030 | 控制在5.5%以内 | 5.5 % at most
i16 | 34000 | 2030 | 规划纲要 | Five-year plan
i17 | 195000 | 2026-2030 | 五年平均 | Mean of five years
i18 | 62 | 2027 |  |
i18 | 68 | 2030 | 规划纲要 | Five-year plan
i19 | 3.20 | 2030 | 规划纲要 | Five-year plan
i20 | 100 | 2030 | 规划纲要 | Five-year plan
i21 | 34 | 2030 |  |
i22 | 97 | 2026 |  |
i23 | 4 | 2026 |  |
i24 | 88.0 | 2026 |  |
i25 | 12 | 2030 | 规划纲要 | Five-year plan
";

/// Values: indicator, period, value, township, quality, day of publication. A value after `@` is what the projects of the funds
/// delivered in that year.
pub(super) const VALUES: &str = "
i01 | 2025-01/2025-03 | 12.6 |  | provisional | 2025-04-15
i01 | 2025-01/2025-06 | 41.5 |  | provisional | 2025-07-15
i01 | 2025-01/2025-09 | 71.8 |  | provisional | 2025-10-15
i01 | 2025 | 96.4 |  | final | 2026-01-16
i01 | 2025 | 18.2 | 双河镇 Shuanghe | final | 2026-01-16
i01 | 2025 | 15.6 | 白鹭乡 Bailu | final | 2026-01-16
i01 | 2025 | 17.9 | 青岭镇 Qingling | final | 2026-01-16
i01 | 2025 | 14.3 | 石门乡 Shimen | final | 2026-01-16
i01 | 2025 | 16.8 | 柳泉镇 Liuquan | final | 2026-01-16
i01 | 2025 | 13.6 | 高坪乡 Gaoping | final | 2026-01-16
i02 | 2025 | 92.5 |  | final | 2026-01-16
i03 | 2025-01/2025-06 | 91.2 |  | provisional | 2025-07-15
i03 | 2025 | 96.5 |  | final | 2026-01-16
i04 | 2025-01/2025-06 | 402 |  | provisional | 2025-07-15
i04 | 2025 | @饮水管网改造 |  | final | 2026-01-20
i05 | 2025 | 98.3 |  | final | 2026-02-10
i06 | 2025-01/2025-06 | 486 |  | provisional | 2025-07-15
i06 | 2025 | @危房改造 |  | final | 2026-01-20
i07 | 2025 | 96.1 |  | final | 2026-02-10
i08 | 2025-01/2025-09 | 870 |  | provisional | 2025-10-15
i08 | 2025 | @高标准农田建设 |  | final | 2026-01-20
i09 | 2025-01/2025-09 | 640 |  | provisional | 2025-10-15
i09 | 2025 | @产业路建设 |  | final | 2026-01-20
i10 | 2023 | 4.68 |  | final | 2024-03-12
i10 | 2025 | 4.62 |  | final | 2026-03-10
i11 | 2025-01/2025-06 | 79 |  | provisional | 2025-07-15
i11 | 2025 | 93 |  | final | 2026-01-16
i12 | 2025-01/2025-06 | 8.9 |  | provisional | 2025-07-15
i12 | 2025 | 6.8 |  | final | 2026-01-16
i13 | 2025 | 96 |  | final | 2026-01-16
i13 | 2026-01/2026-06 | 212 |  | provisional | 2026-07-15
i14 | 2026-01/2026-03 | 410 |  | provisional | 2026-04-15
i14 | 2026-01/2026-06 | 905 |  | provisional | 2026-07-15
i14 | 2026-01/2026-09 | 1420 |  | provisional | 2026-10-15
i15 | 2026-01/2026-06 | 5.3 |  | provisional | 2026-07-15
i15 | 2026-01/2026-09 | 5.1 |  | provisional | 2026-10-15
i16 | 2023 | 21540 |  | final | 2024-02-20
i16 | 2024 | 23180 |  | final | 2025-02-20
i16 | 2025 | 24860 |  | revised | 2026-03-18
i17 | 2021-2025 | 186000 |  | final | 2026-02-20
i18 | 2026-06-30 | 59.2 |  | final | 2026-07-20
i19 | 2026-06-30 | 2.68 |  | provisional | 2026-07-20
i20 | 2026-01/2026-06 |  |  |  |
i21 | 2022 | 24.1 |  | final | 2023-04-18
i22 | 2025 | 90.5 |  | final | 2026-01-16
i22 | 2026-01/2026-06 | 94.0 |  | provisional | 2026-07-15
i23 | 2026-01/2026-06 | 5.2 |  | provisional | 2026-07-15
i24 | 2025 | 86.4 |  | final | 2026-03-10
";
