"""What buyers write about charging cables, power strips and wall chargers, the shop's and its rivals'."""

from shopkit.labels import Label

ITEM = {
    "good": (
        Label("My phone charges noticeably faster now", "手机充电明显快了"),
        Label("Barely gets warm when charging", "充电的时候不怎么发热"),
        Label("Plugs in snugly, no wiggling", "插上很紧，不松动"),
        Label("Works with both my phone and my tablet", "手机平板都能充"),
        Label("I take it along whenever I travel", "出差旅游都带着"),
        Label("The material feels tough", "用料看着挺结实"),
        Label("Been using it in the dorm without a hitch", "宿舍里用着，没出过岔子"),
        Label("No need to fight over the charger at home anymore haha", "家里终于不用抢着充电了哈哈"),
        Label("Simple, sturdy, no complaints", "简单结实，没得挑"),
        Label("No smell, no rough edges", "没异味，也没毛边"),
        Label("Plug in, take a shower, and my phone's good to go", "洗个澡的工夫就充得差不多了"),
        Label("My desk isn't such a mess anymore", "桌上不再乱糟糟的"),
        Label("Does exactly what it says", "跟说的一样，没夸大"),
        Label("Thinking of getting the same for my parents", "打算再给爸妈买一份"),
        Label("I use it every single day and it just works", "天天用，没掉过链子"),
        Label("Good quality for everyday use", "日常用，质量可以的"),
        Label("My phone used to die by evening, now a quick charge at lunch gets me through", "以前没下班手机就没电，现在中午插上充一会就能撑到晚上"),
        Label("Charges fast", "充电挺快"),
        Label("Quality's fine", "质量过关"),
    ),
    "middling": (
        Label("Charges okay, not as quick as I'd hoped", "能充，没想象中快"),
        Label("A little warm after a while but it works", "充久了有点热，还能接受"),
        Label("A bit tight to plug in the first few times", "刚开始插拔有点紧"),
        Label("It's all right, time will tell how long it lasts", "还可以，耐不耐用再看吧"),
        Label("The look is nothing to write home about", "外观就那样"),
        Label("Takes up a little more room in my bag than I'd like", "放包里有点占地方"),
        Label("Feels a bit light but does the job", "轻飘飘的，用着倒没事"),
        Label("Does the job for charging overnight", "晚上睡觉慢慢充够用"),
        Label("No issues with my phone, with the tablet you need some patience", "充手机没问题，平板也能充，就是得有点耐心慢慢等"),
    ),
    "bad": (
        Label("Stopped charging after a few days", "没几天就充不进去了"),
        Label("Gets so hot that I unplugged it", "烫得我赶紧拔了"),
        Label("Loose fit, I have to hold it in place to charge", "接口松，得用手扶着才充"),
        Label("Charging keeps dropping in and out", "充着充着就断"),
        Label("Slower than the one it replaced", "比换下来的旧的还慢"),
        Label("Strong rubbery smell out of the package", "拆开一股刺鼻的橡胶味"),
        Label("Makes a crackling sound when I plug it in", "插上有噼啪声，不敢用"),
        Label("Doesn't work with my phone even though it said it would", "说适配，我手机就是没反应"),
        Label("Arrived with the outside already cracked", "收到外皮就是裂的"),
        Label("Feels flimsy, I give it a month", "一看就不结实，估计撑不了一个月"),
        Label("My tablet charges slower than it drains", "平板边充边掉电"),
        Label("Left it plugged in all night and woke up to a phone that was nearly dead", "插了一晚上，早上起来一看，手机还是快没电的样子"),
        Label("It won't charge", "充不进电"),
    ),
}

REASONS = {
    "price": {
        "good": (
            Label("Costs less than a coffee and charges fine", "一杯咖啡钱，充电没毛病"),
            Label("The official ones cost too much, so I got this", "原装太贵，就买了这个"),
            Label("I bought several at once and it came out cheap per piece", "多买几件，合下来挺便宜"),
            Label("I go through cables fast, so price comes first", "数据线费得快，先看价格"),
            Label("They had it a few bucks lower than the shop I usually use", "比我常买的那家便宜几块"),
        ),
        "bad": (
            Label("Cheap, and it charges like it's cheap", "便宜是便宜，充得也慢"),
            Label("Shipping cost almost as much as the charger", "邮费都快赶上充电头了"),
            Label("The low price is for one color only, the rest cost more", "低价就一个颜色，别的都贵"),
        ),
    },
    "quality": {
        "good": (
            Label("The braided cable hasn't frayed at all", "编织线，一点没起毛"),
            Label("Two years on the same charger, so I trust them", "上一个充电头用了两年，信得过"),
            Label("The charging speed matches the numbers, I measured it", "拿表测过，功率没虚标"),
            Label("All the sockets still grip tight", "每个插孔都还很紧"),
            Label("My dog chewed on it and it still works haha", "被狗咬过居然还能用哈哈"),
        ),
        "bad": (
            Label("The cable split right at the plug", "线头那里直接裂开"),
            Label("One of the ports never worked", "有一个口从来没通过电"),
            Label("Nowhere near the advertised wattage", "功率虚标，差远了"),
        ),
    },
    "looks": {
        "good": (
            Label("I like that it doesn't look like office gear", "不像办公室那种土土的，喜欢"),
            Label("The tiny folding plug is adorable", "插脚能折起来，小得可爱"),
            Label("Picked the orange so nobody takes it by mistake", "专门选橙色，省得被人拿错"),
            Label("White and slim, my desk looks tidier", "白色细细的，桌面清爽"),
            Label("Goes with the rest of my setup", "跟桌上其他东西一个色系"),
        ),
        "bad": (
            Label("Chunky, covers up the outlet next to it", "太胖，把旁边插孔都挡了"),
            Label("The white got grimy in no time", "白色没几天就脏兮兮的"),
            Label("Printing rubbed off and it looks shabby", "字都磨掉了，看着很旧"),
        ),
    },
    "speed": {
        "good": (
            Label("My only charger broke and the new one was here the next day", "就一个充电头还坏了，隔天新的就到"),
            Label("Nobody else could get a cable to me before my trip", "出门前能到的就他家的线"),
            Label("They shipped the cable within an hour, no kidding", "不夸张，一个小时线就发出来了"),
            Label("Came with the morning delivery, phone saved", "早上就送来了，手机得救"),
            Label("I order the power strips for our office here because they come fast", "公司的插线板都在这买，到得快"),
        ),
        "bad": (
            Label("Borrowed a cable for nine days because of them", "害我借了九天数据线"),
            Label("A tiny charger and it took over a week", "一个小小的充电头走了一个多星期"),
            Label("They split my cable order and half of it is still missing", "线分了两个包裹，一半还没影"),
        ),
    },
    "service": {
        "good": (
            Label("I gave them my phone model and they picked the right one", "报了手机型号，客服直接帮我选好"),
            Label("Sent the wrong plug, fixed it the same afternoon", "接口发错了，当天下午就补发"),
            Label("They explained what the wattage means without being snooty", "瓦数不懂，客服耐心给我讲"),
            Label("Cable failed in month five and they honored the warranty", "第五个月线坏了，说保修真给换"),
            Label("They talked me out of the pricier charger", "劝我别买贵的充电头，够用就行"),
        ),
        "bad": (
            Label("They kept saying it must be my phone", "一口咬定是我手机的问题"),
            Label("Asked about fast charging and got five different answers", "问支不支持快充，说法一人一个样"),
            Label("Return shipping on a cable costs more than the cable", "退根线，运费比线还贵，还要我出"),
        ),
    },
    "safety": {
        "good": (
            Label("Wanted one that won't overheat at night, and it doesn't", "晚上充电怕发烫，这个不烫"),
            Label("The sockets have covers, so I worry less about my toddler", "插孔有保护门，家里有娃放心"),
            Label("It cut the power itself when I overloaded it", "超负荷它自己断电了，靠谱"),
            Label("Got this after my old strip melted, much sturdier", "旧插线板烧糊了才换的，这个踏实"),
            Label("I check for the certification mark first, and it's there", "先看有没有3C标志，有的"),
        ),
        "bad": (
            Label("It smelled burnt after one night", "充了一晚上有股糊味"),
            Label("The plug got soft from the heat", "插头热得都软了"),
            Label("I felt a tingle when I touched the metal part", "摸到金属那块有点麻手"),
        ),
    },
}
