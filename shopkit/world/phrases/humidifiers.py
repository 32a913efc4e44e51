"""What buyers write about humidifiers, the shop's and its rivals'."""

from shopkit.labels import Label

ITEM = {
    "good": (
        Label("My throat isn't dry in the morning anymore", "早上起来嗓子不干了"),
        Label("The mist is so fine that the table stays dry", "雾很细，桌面不会湿"),
        Label("So quiet I sometimes check whether it's on", "安静到我老怀疑它没开"),
        Label("Easy to fill from the top without taking it apart", "加水方便，不用拆来拆去"),
        Label("Made a real difference with the AC running all day", "整天开空调，有它舒服多了"),
        Label("Puts out plenty of mist", "出雾量挺足"),
        Label("Lasts through the night on one fill", "加一次水能撑一晚上"),
        Label("Simple to wash, no hidden corners", "好清洗，没有死角"),
        Label("My plants look happier too haha", "连我的绿植都精神了哈哈"),
        Label("It turns itself off when the water runs out", "没水了会自己停"),
        Label("Cute little thing, sits nicely on the nightstand", "小小一个，放床头正好"),
        Label("Skin feels less tight since I started using it", "用了以后脸没那么绷了"),
        Label("No leaks so far, even when I carry it around", "端来端去也没漏过水"),
        Label("My baby sleeps better in the dry season with this on", "天干的时候开着，宝宝睡得踏实"),
        Label("No odd smell from the mist", "出来的雾没有怪味"),
        Label("Works fine with plain tap water", "直接加自来水也好使"),
        Label("Office AC dries my eyes out, and with this on my desk I can wear contacts again", "公司空调吹得眼睛干，桌上放了它，隐形眼镜总算又能戴了"),
        Label("Barely makes a sound", "没啥声音"),
        Label("Lots of mist", "雾挺大的"),
    ),
    "middling": (
        Label("Fine for the bedside, not enough for a whole room", "床头用可以，整个房间就不够了"),
        Label("It works, I guess", "还算能用"),
        Label("The tank is on the small side, I refill a lot", "水箱偏小，老要加水"),
        Label("A faint gurgle now and then, I can live with it", "偶尔咕噜一声，能忍"),
        Label("It helps a bit, not a big change", "有点用，没有特别明显"),
        Label("Needs cleaning every few days or it gets slimy", "几天不洗就有点滑腻"),
        Label("The little light is bright at night, I covered it with tape", "指示灯晚上有点亮，拿胶带贴上了"),
        Label("Mist is okay, the cap is fiddly", "雾还行，就是盖子难拧"),
        Label("Decent, we'll see how it does this winter", "还不错，冬天再看看效果"),
        Label("Leaves a bit of white dust with our hard water", "我们这水硬，会留点白粉"),
        Label("It does the job, but whatever side of the desk it's on ends up a little damp", "效果还可以，就是摆在哪边，哪边的桌面时间长了有点潮"),
    ),
    "bad": (
        Label("Leaks all over the nightstand", "漏得床头柜上全是水"),
        Label("Stopped misting after a few days", "没几天就不出雾了"),
        Label("Hums like a fridge, can't sleep with it", "嗡嗡的跟冰箱一样，没法睡"),
        Label("So little mist that I can hardly see it", "雾小得几乎看不见"),
        Label("Smells of plastic every time I turn it on", "每次一开就有塑料味"),
        Label("Soaks everything around it", "周围一圈都弄得湿哒哒"),
        Label("Got moldy in places I can't reach", "刷不到的地方长霉了"),
        Label("It shuts off with the tank still half full", "还剩半箱水就自己停了"),
        Label("I run it nonstop and the air is as dry as before", "一直开着，屋里还是一样干"),
        Label("The button stuck on day two", "第二天按键就按不动了"),
        Label("White dust on every piece of furniture", "家具上落了一层白粉"),
        Label("Filled it at bedtime and woke up to a puddle inching toward my power strip", "睡前加满水，早上起来地上一大滩，都快流到插线板了"),
        Label("No mist at all", "压根不出雾"),
    ),
}

REASONS = {
    "price": {
        "good": (
            Label("Went for this humidifier because it was the cheapest of the bunch", "比了一圈，这个加湿器便宜些"),
            Label("I only need it for winter, so cheap is fine", "就冬天用用，便宜就行"),
            Label("Filters are cheap too, which people forget to check", "滤芯也便宜，这点很多人没注意"),
            Label("Good deal with the off-season discount", "反季买的，划算"),
            Label("A humidifier this size costs twice as much at the mall", "同样大小，商场卖两倍价"),
        ),
        "bad": (
            Label("Paid full price and the neighbor got hers for half", "我原价买的，邻居半价入的"),
            Label("The refills cost more than the humidifier", "买耗材的钱比机器还多"),
            Label("Not cheap, and it's basically a plastic bottle", "不便宜，其实就是个塑料瓶子"),
        ),
    },
    "quality": {
        "good": (
            Label("Third year with a humidifier from this shop", "用他家的加湿器第三年了"),
            Label("The tank is thick and doesn't scratch", "水箱厚实，不容易刮花"),
            Label("Steady mist, no spitting", "出雾稳定，不喷水点"),
            Label("All the seals are tight, not a drop on the table", "密封圈很紧，桌上一滴水没有"),
            Label("The mist is as strong as the day I got it", "用到现在，雾跟刚买时一样大"),
        ),
        "bad": (
            Label("The seal gave out within a month", "不到一个月密封圈就不行了"),
            Label("The tank cracked when I filled it", "加水的时候水箱裂了"),
            Label("Misted for one season and quit", "用了一季就罢工"),
        ),
    },
    "looks": {
        "good": (
            Label("It looks like a vase, which is why I chose it", "长得像花瓶，就是看上这个"),
            Label("The night light in it is pretty", "带的小夜灯挺有氛围"),
            Label("My daughter insisted on the bunny one", "女儿非要这个小兔子的"),
            Label("Blends in on my shelf", "放架子上一点不违和"),
            Label("Clean lines, no silly stickers", "线条干净，没有乱七八糟的贴纸"),
        ),
        "bad": (
            Label("Looks like medical equipment", "看着像医院里的设备"),
            Label("The clear tank went cloudy and ugly", "透明水箱用久了发乌，难看"),
            Label("Bigger than it has any reason to be", "没必要做这么大个"),
        ),
    },
    "speed": {
        "good": (
            Label("The AC was giving me nosebleeds and two days after ordering I had it running", "空调房干得流鼻血，下单两天就用上了"),
            Label("My kid had a cough, so I took the one that could be here tomorrow", "孩子咳嗽急用，看明天能到就买了"),
            Label("Shipped from my own city, so I had it by evening", "同城发的，加湿器当晚就到"),
            Label("The humidifier came a day earlier than promised", "加湿器比说的还早到一天"),
            Label("They had stock when everyone else made you wait", "别家都要等，就他家有现货"),
        ),
        "bad": (
            Label("By the time the humidifier came, the dry spell was over", "等加湿器到，天都不干了"),
            Label("They sold humidifiers they didn't have yet", "没货还卖加湿器，让人干等"),
            Label("A week and a half with cracked lips waiting for this", "嘴唇都干裂了，等了十来天"),
        ),
    },
    "service": {
        "good": (
            Label("They reminded me how to clean it so it won't get moldy", "客服特意提醒怎么洗才不发霉"),
            Label("Told me which size fits my room", "报了面积，客服帮我选的大小"),
            Label("Sent a new seal for free after half a year", "用了半年，还免费寄了密封圈"),
            Label("The rep got back to me within a minute, on a Sunday", "周日问加湿器，一分钟就回了"),
            Label("They followed up to ask how the humidifier was doing", "还回访问我加湿器用得怎么样"),
        ),
        "bad": (
            Label("They told me leaking is normal", "居然说漏水是正常的"),
            Label("No one could say where to get a new filter", "换滤芯去哪买都说不清楚"),
            Label("They went quiet as soon as I mentioned a refund", "一提退款就没声了"),
        ),
    },
    "gift": {
        "good": (
            Label("Sent one to my mom up north and she's happy", "给北方的老妈寄了一个，她很开心"),
            Label("Everyone on my team got one for their desk", "给组里同事一人发了一个"),
            Label("Went over well as a baby shower present", "朋友生宝宝送的，她说很实用"),
            Label("Pretty box, no wrapping needed", "盒子漂亮，不用再包"),
            Label("My girlfriend saw it online and wanted it, so I got it", "女朋友刷到说想要，就买了"),
        ),
        "bad": (
            Label("My aunt's one leaked, so embarrassing", "送阿姨的居然漏水，太尴尬了"),
            Label("They stuck the shipping label right on the gift box", "快递单直接贴礼盒上，送不了人"),
            Label("The gift set came without the little scent bottles", "礼盒里的小香薰瓶没给"),
        ),
    },
    "safety": {
        "good": (
            Label("Cool mist, so my toddler can't get burned", "冷雾的，孩子碰了也不烫"),
            Label("It stops when it tips over, I tested it", "倒了会自动断电，我试过"),
            Label("The tank is food-grade plastic, I asked", "问过了，水箱是食品级的"),
            Label("Chose it because it shuts off when dry", "缺水断电，就冲这个买的"),
            Label("Runs on low-voltage USB, so I sleep easy", "低压USB供电，睡着了也放心"),
        ),
        "bad": (
            Label("Water got into the base near the plug", "水都流到底下插头那了"),
            Label("The adapter gets worryingly hot", "适配器烫得吓人"),
            Label("It keeps running after the water is gone", "没水了还在干烧"),
        ),
    },
    "noise": {
        "good": (
            Label("I'm a light sleeper and it doesn't bother me", "我睡眠浅，这个完全不吵"),
            Label("Picked it for the quiet night setting", "就是看中夜间静音档"),
            Label("Only a soft drip you have to listen for", "贴近了才听到一点水声"),
            Label("Quieter than my laptop fan", "比我电脑风扇还安静"),
            Label("The baby didn't stir when I switched it on", "打开的时候宝宝都没动一下"),
        ),
        "bad": (
            Label("Bubbles and clicks all night long", "咕嘟咔哒响一晚上"),
            Label("The fan rattles at any speed", "哪一档风扇都嗒嗒响"),
            Label("They said silent, but I can hear it from the next room", "说静音，隔壁屋都听得见"),
        ),
    },
}
