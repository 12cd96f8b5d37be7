//! Names of the fictional Qinghe County: nothing in, lists of names in two languages out. Nobody and no place is meant.

/// A name in Chinese and in Latin letters, the syllables apart.
pub(super) type Name = (&'static str, &'static str);

/// The townships; the syllables of the place, without the kind.
pub(super) const TOWNSHIPS: [Name; 6] = [
    ("双河镇", "Shuang He"),
    ("白鹭乡", "Bai Lu"),
    ("青岭镇", "Qing Ling"),
    ("石门乡", "Shi Men"),
    ("柳泉镇", "Liu Quan"),
    ("高坪乡", "Gao Ping"),
];

/// The villages. Two are called Shiqiao; the second is in another township.
pub(super) const VILLAGES: [Name; 40] = [
    ("石桥村", "Shi Qiao"),
    ("石桥村", "Shi Qiao"),
    ("东湾村", "Dong Wan"),
    ("西坡村", "Xi Po"),
    ("南塘村", "Nan Tang"),
    ("北岭村", "Bei Ling"),
    ("大槐村", "Da Huai"),
    ("小溪村", "Xiao Xi"),
    ("杨树村", "Yang Shu"),
    ("松林村", "Song Lin"),
    ("竹园村", "Zhu Yuan"),
    ("梅坞村", "Mei Wu"),
    ("桃源村", "Tao Yuan"),
    ("杏花村", "Xing Hua"),
    ("梨沟村", "Li Gou"),
    ("枣林村", "Zao Lin"),
    ("茶山村", "Cha Shan"),
    ("稻香村", "Dao Xiang"),
    ("麦田村", "Mai Tian"),
    ("荷塘村", "He Tang"),
    ("芦苇村", "Lu Wei"),
    ("鹤鸣村", "He Ming"),
    ("雁滩村", "Yan Tan"),
    ("鹿角村", "Lu Jiao"),
    ("马鞍村", "Ma An"),
    ("牛栏村", "Niu Lan"),
    ("羊坪村", "Yang Ping"),
    ("龙潭村", "Long Tan"),
    ("凤台村", "Feng Tai"),
    ("金沙村", "Jin Sha"),
    ("银杏村", "Yin Xing"),
    ("铁炉村", "Tie Lu"),
    ("瓦窑村", "Wa Yao"),
    ("砖塔村", "Zhuan Ta"),
    ("古井村", "Gu Jing"),
    ("新桥村", "Xin Qiao"),
    ("老庄村", "Lao Zhuang"),
    ("上坝村", "Shang Ba"),
    ("下洼村", "Xia Wa"),
    ("中寨村", "Zhong Zhai"),
];

/// The funds: id, Chinese, English.
pub(super) const FUNDS: [[&str; 3]; 5] = [
    ["bridging", "衔接推进乡村振兴补助资金", "Subsidy for bridging to rural revitalisation"],
    ["water", "农村饮水安全资金", "Safe drinking water in villages"],
    ["farmland", "高标准农田建设资金", "Well-built farmland"],
    ["housing", "农村危房改造资金", "Repair of unsafe houses"],
    ["roads", "村道建设试点资金", "Pilot fund for village roads"],
];

/// What is built with a fund but that of roads: project, measure, in both languages.
pub(super) const WORKS: [[&str; 4]; 4] = [
    ["产业路建设", "Farm track", "公里", "km"],
    ["饮水管网改造", "Renewal of water mains", "公里", "km"],
    ["高标准农田建设", "Well-built farmland", "亩", "mu"],
    ["危房改造", "Repair of unsafe houses", "户", "houses"],
];

/// Firms, all made up.
pub(super) const FIRMS: [Name; 6] = [
    ("清河路桥工程有限公司（虚构）", "Qinghe Road and Bridge Ltd (fictional)"),
    ("青岭建设有限公司（虚构）", "Qingling Construction Ltd (fictional)"),
    ("双河水务工程有限公司（虚构）", "Shuanghe Waterworks Ltd (fictional)"),
    ("柳泉农业工程有限公司（虚构）", "Liuquan Farm Engineering Ltd (fictional)"),
    ("高坪建筑安装有限公司（虚构）", "Gaoping Building Ltd (fictional)"),
    ("白鹭市政工程有限公司（虚构）", "Bailu Municipal Works Ltd (fictional)"),
];

/// Kinds of recipients.
pub(super) const KINDS: [Name; 3] = [
    ("低收入户", "Low-income households"),
    ("残疾人", "Persons with disabilities"),
    ("高龄老人", "Persons over eighty"),
];

/// What notices say of a kind of project: kind, what it is to achieve, and how farmers benefit, in both languages; of the four
/// works, and of the road.
pub(super) const SAID: [[Name; 3]; 5] = [
    [
        ("产业发展", "Production"),
        ("农产品运输时间缩短", "Farm goods reach the market sooner"),
        ("优先雇用本村低收入户务工", "Low-income villagers are hired first"),
    ],
    [
        ("基础设施", "Infrastructure"),
        ("全村通自来水，水质达标", "Every house has tap water that meets the standard"),
        ("农户用水有保障", "Households have safe water"),
    ],
    [
        ("产业发展", "Production"),
        ("旱涝保收，亩均增产", "Yields hold in drought and flood"),
        ("土地流转费归农户", "The rent of the land goes to its households"),
    ],
    [
        ("住房保障", "Housing"),
        ("危房全部消除", "No unsafe house is left"),
        ("补助直接发放到户", "The subsidy goes to the households"),
    ],
    [
        ("基础设施", "Infrastructure"),
        ("村道全部硬化，出行时间缩短", "The village road is paved, and journeys are shorter"),
        ("务工报酬不低于补助资金的一成", "At least a tenth of the subsidy is paid as wages to villagers"),
    ],
];

/// Who leads the projects.
pub(super) const DEPARTMENT: Name = ("农业农村局", "Agriculture and rural affairs");
