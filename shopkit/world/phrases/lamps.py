"""What buyers write about desk lamps, bedside lamps and floor lamps, the shop's and its rivals'."""

from shopkit.labels import Label

ITEM = {
    "good": (
        Label("The light is soft and my eyes don't get tired reading at night", "光线很柔和，晚上看书眼睛不累"),
        Label("Plenty bright for me", "亮度够用了"),
        Label("I held my phone camera up to it and saw no flicker at all", "拿手机对着拍也没看到频闪"),
        Label("Turn it on and the whole room feels cozy", "灯一开，整个屋子都温馨了"),
        Label("Has some weight to it, doesn't feel flimsy", "挺有分量，不是轻飘飘那种"),
        Label("Left it on all evening and it barely got warm", "开了一晚上，摸着也就温温的"),
        Label("The switch is easy to find in the dark", "开关位置顺手，摸黑也找得到"),
        Label("I stayed up reading and my roommate slept right through it", "我看书到半夜，室友照样睡得香"),
        Label("Worked right out of the box, I never even opened the manual", "到手就能用，说明书都没翻"),
        Label("No glare on the page", "书页上不反光"),
        Label("Doesn't take up much room", "不占地方"),
        Label("My kid fights to be the one who turns it on haha", "娃天天抢着开灯哈哈"),
        Label("No problems so far", "目前没毛病"),
        Label("Finally some light in that dark corner of my bedroom", "卧室那个黑角落总算亮堂了"),
        Label("Didn't smell like plastic when I opened it", "拆开没有塑料味"),
        Label("The light spreads evenly with no weird rings", "光打得很匀，没有一圈圈的影子"),
        Label("Told my roommates to get one too", "已经推荐给室友了"),
        Label("Went back and forth over lamps for days and I'm glad I picked this one", "选灯选了好几天，眼都看花了，买这个没让我失望"),
        Label("Gentle on the eyes", "灯光不刺眼"),
        Label("Really pretty", "挺好看的"),
    ),
    "middling": (
        Label("It's okay, does what a lamp should do", "还行吧，就是个普通的灯"),
        Label("Pretty average", "普普通通"),
        Label("Decent light, though the body feels a bit plasticky", "光还可以，就是外壳塑料感有点重"),
        Label("I wish it went a little brighter", "要是再亮一点点就好了"),
        Label("The switch is stiffer than I'd like", "开关按起来有点硬"),
        Label("A bit smaller than I pictured but it works", "比我想的小一圈，凑合用"),
        Label("Shows dust pretty easily, otherwise fine", "容易落灰，别的没啥"),
        Label("Just got it, can't say much yet", "刚用上，好坏还说不准"),
        Label("Looks nice, the finish is just average", "颜值在线，做工一般"),
        Label("The light's a bit yellow and took a few days to get used to", "光有点偏黄，适应了几天"),
        Label("Good lamp, but the manual is in tiny print so I just pushed buttons until it worked", "灯是不错，就是说明书字小得跟蚂蚁一样，全靠自己瞎按"),
    ),
    "bad": (
        Label("It flickers and gives me a headache", "一直闪，看得头疼"),
        Label("Died on me within days", "没几天就不亮了"),
        Label("Way too dim to read by", "太暗了，看书根本不行"),
        Label("Too harsh on the eyes, no way I could use it at night", "光太刺眼，晚上没法用"),
        Label("The plastic smell was so strong I had to open the windows", "塑料味太冲，只能开窗散味"),
        Label("The switch only works when it feels like it", "开关时灵时不灵"),
        Label("Wobbly the moment you touch it", "一碰就晃"),
        Label("There's a scratch right across the front", "正面好长一道划痕"),
        Label("It buzzes when it's on and keeps me awake", "开着有滋滋的电流声，吵得睡不着"),
        Label("Gets hot enough that I don't dare leave it on", "摸着烫手，不敢一直开"),
        Label("The paint was already chipping when it got here", "到手漆就掉了一块"),
        Label("Total letdown, it's back in the box", "失望，又装回盒子里了"),
        Label("It shut off three times in one night and I ended up reading by my phone", "一晚上自己灭了三回，只好举着手机手电筒接着看书"),
        Label("It won't turn on", "根本不亮"),
    ),
}

REASONS = {
    "price": {
        "good": (
            Label("Shopped around and this lamp came out cheapest", "货比三家，还是这盏灯便宜"),
            Label("With the coupon it cost about as much as a takeout dinner", "用完券也就一顿外卖钱"),
            Label("Can't complain about a lamp at this price", "这个价买盏灯，没啥好挑的"),
            Label("Got it in the sale and saved a good bit", "赶上活动入的，省了不少"),
            Label("I'm a student, so cheap and bright was all I wanted", "学生党，图个便宜又够亮"),
        ),
        "bad": (
            Label("The lamp dropped in price two days after I bought it", "刚买两天灯就降价了，心塞"),
            Label("Not worth what they charge for it", "就这灯，不值这个价"),
            Label("Found the same lamp cheaper somewhere else later", "后来看到别家同样的灯更便宜"),
        ),
    },
    "quality": {
        "good": (
            Label("Picked it because the reviews said it lasts, and it does", "冲着评价说耐用买的，确实耐用"),
            Label("The arm still holds tight after months of use", "用了几个月，转轴还是紧的"),
            Label("The old one from this shop lasted three years, so I came back", "上一盏用了三年，又来买的"),
            Label("You can tell the workmanship is good the moment you pick it up", "上手就知道做工扎实"),
            Label("Steady light, no dimming over time", "光一直很稳，没有越用越暗"),
        ),
        "bad": (
            Label("The screws came loose within a week", "没一个星期螺丝就松了"),
            Label("Thin plastic all over, feels like a toy", "塑料薄得像玩具"),
            Label("It keeps getting dimmer the longer I have it", "越用越暗了"),
        ),
    },
    "looks": {
        "good": (
            Label("I bought it for the looks, honestly", "说实话就是看颜值下单的"),
            Label("Goes with my desk really well", "跟我的桌子很搭"),
            Label("Simple shape, looks more expensive than it was", "造型简单，看着比实际贵"),
            Label("Friends keep asking me where I got this lamp", "朋友来了都问灯在哪买的"),
            Label("The creamy white looks so clean, love it", "奶白色很干净，喜欢"),
        ),
        "bad": (
            Label("Looks kind of cheap sitting on my desk", "摆在桌上有点廉价"),
            Label("The color clashes with everything in my room", "颜色放屋里很突兀"),
            Label("Huge logo on the front ruins it", "正面印那么大个标，丑"),
        ),
    },
    "speed": {
        "good": (
            Label("Ordered at night and was reading under it the next day", "晚上下的单，第二天灯就用上了"),
            Label("Needed a lamp before exams and it made it in time", "考试前急用，灯赶上了"),
            Label("Chose them because they ship lamps the same day", "就是看他家灯当天能发货"),
            Label("It was at the pickup point before I even checked the tracking", "还没查物流，灯就到驿站了"),
            Label("Shipped from a warehouse near me, so the lamp came fast", "同省发货，灯到得快"),
        ),
        "bad": (
            Label("Read by my phone flashlight for a week waiting for this lamp", "等灯等了一周，天天打手电看书"),
            Label("They sat on the lamp order for four days", "一盏灯压了四天才发"),
            Label("My finals were over by the time the lamp showed up", "等灯到了，考试都考完了"),
        ),
    },
    "service": {
        "good": (
            Label("I sent a picture of my desk and they told me which lamp would suit it", "发了桌子照片，客服就说哪款灯合适"),
            Label("One part was missing and they mailed it out right away", "少个配件，马上给补寄了"),
            Label("The rep sent me a video on how to set the lamp up", "不会装，客服发了视频教我"),
            Label("Lamp failed after a month and they swapped it, no arguing", "用了一个月坏了，二话不说给换新"),
            Label("They explained warm and neutral light so that even I got it", "暖光和自然光的区别，客服讲得明明白白"),
        ),
        "bad": (
            Label("Asked about eye strain and got a canned answer", "问护不护眼，只会复制粘贴"),
            Label("The lamp broke and they just passed me around", "灯坏了找客服，一直踢皮球"),
            Label("Nobody could tell me the wattage", "问多少瓦，没人答得上来"),
        ),
    },
    "gift": {
        "good": (
            Label("Got it for my roommate's birthday and she loves it", "送室友的生日礼物，她很喜欢"),
            Label("The box is nice enough to give as is", "包装盒挺体面，直接就能送"),
            Label("A housewarming present that actually gets used", "乔迁送的，朋友天天在用"),
            Label("Gave it to my nephew for starting school", "外甥开学，送他这个正合适"),
            Label("They put a little card in with it when I asked", "备注了送人，还给放了张小卡片"),
        ),
        "bad": (
            Label("The box was crushed, so I couldn't give it to anyone", "盒子压扁了，没法送人"),
            Label("The price slip was left in the box, awkward for a present", "送人的，里面居然放着价格单"),
            Label("Wouldn't give this one to a friend", "这个真不好意思拿去送朋友"),
        ),
    },
    "safety": {
        "good": (
            Label("Bought it for my kid because it's safety certified", "给孩子用，看有3C认证才买的"),
            Label("Stays cool enough that I let my kid use it alone", "不烫手，孩子自己用我也放心"),
            Label("No sharp edges, which matters with a toddler around", "边角都是圆的，家里有小孩放心"),
            Label("Low voltage, so I'm fine leaving it by the bed", "低压的，放床头踏实"),
            Label("It's heavy enough that the cat can't knock it over", "够稳，猫都撞不倒"),
        ),
        "bad": (
            Label("Saw a spark when I plugged it in, scary", "插上冒了个火花，吓一跳"),
            Label("The lamp falls over with a light bump, not safe for kids", "轻轻一碰灯就倒，家里有娃不敢用"),
            Label("No safety certification label anywhere on it", "翻遍了也没找到3C标志"),
        ),
    },
}
