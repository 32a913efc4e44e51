"""What buyers write about kettles and what goes with them: of the shop's, what also fits a tea filter; of rivals', boiling too."""

from shopkit.labels import Label

ITEM = {
    "good": (
        Label("No metallic taste, I rinsed it once and started using it", "没有怪味，洗一遍就能用"),
        Label("My morning tea is so much easier now", "早上泡茶方便多了"),
        Label("Easy to clean, tea stains wipe right off", "好清洗，茶渍一擦就掉"),
        Label("The material is thicker than I expected", "用料比我想的厚实"),
        Label("Pours without dribbling", "倒水不会滴滴答答"),
        Label("The size is just right for me", "大小正合我用"),
        Label("It lives on my desk at the office and gets used every day", "放在办公室，天天都用"),
        Label("My mom tried it and wants one too", "我妈用了也想要一个"),
        Label("The edges are smooth, nothing scratches your hand", "边缘打磨得光滑，不划手"),
        Label("I wash it every day and no rust so far", "天天洗，没见生锈"),
        Label("Simple and practical, just what I wanted", "简单实用，就要这样的"),
        Label("Feels good in the hand and isn't heavy", "手感不错，也不沉"),
        Label("Gave up boba for real tea because of this haha", "有了它，奶茶都戒了哈哈"),
        Label("Everything fits together snugly", "严丝合缝的，做工可以"),
        Label("Looks clean and pretty next to my tea things", "跟茶具摆一起，干净好看"),
        Label("My coworkers keep borrowing it", "同事老来借用"),
        Label("My dad is picky about his tea and even he says this is pretty good", "我爸喝茶特别挑，连他都说这个还可以，看来是买对了"),
        Label("Easy to use", "用着顺手"),
        Label("Doesn't leak a drop", "一点不漏"),
    ),
    "middling": (
        Label("It's fine, nothing special", "中规中矩"),
        Label("Had a slight smell at first, gone after a few washes", "刚开始有点味，多洗几遍就没了"),
        Label("A little hard to get your hand in to clean", "手伸不太进去，不好洗"),
        Label("Works, but I'd have liked it a bit bigger", "能用，就是希望再大一点"),
        Label("The surface picks up water spots", "表面容易留水渍"),
        Label("Nice to look at, feels lighter than I'd expect", "好看是好看，拿着有点轻飘"),
        Label("Fine for the dorm, wouldn't use it for guests", "宿舍自己用可以，招待客人差点意思"),
        Label("Have to be careful pouring or it splashes", "倒的时候得慢点，不然会溅"),
        Label("Good enough for occasional tea", "偶尔泡个茶够了"),
        Label("Good for the office, I just wish the color weren't so dull", "放办公室正合适，就是颜色有点沉闷，摆着没什么存在感"),
    ),
    "bad": (
        Label("Rust spots after three uses", "用了三次就有锈点"),
        Label("It leaks at the bottom", "底下漏水"),
        Label("The smell won't go away no matter how often I wash it", "怎么洗都有股味"),
        Label("Came with a dent in the side", "到手就瘪了一块"),
        Label("Everything I make with it tastes like plastic", "泡出来一股塑料味"),
        Label("The lid doesn't sit right", "盖子盖不严"),
        Label("Rough edges inside, I cut my finger washing it", "内壁有毛刺，洗的时候划了手"),
        Label("Thinner than a soda can", "薄得跟易拉罐似的"),
        Label("It was dusty and had fingerprints, like somebody had used it", "里面有灰还有指印，像是别人用过的"),
        Label("I don't trust it with anything I drink, so it's in the cupboard", "入口的东西不敢将就，收起来了"),
        Label("Broke after a handful of uses", "没用几次就坏了"),
        Label("Tried baking soda and vinegar and it still smells once hot water goes in", "小苏打白醋轮着洗了好几遍，热水一倒进去还是那股味"),
        Label("Leaks badly", "漏水严重"),
    ),
}

REASONS = {
    "price": {
        "good": (
            Label("Half the price of the kettle in the mall", "商场里的水壶要贵一倍"),
            Label("Cheap, so I got one kettle for home and one for work", "便宜，家里公司各买了一把"),
            Label("A kettle doesn't need to cost more than this", "烧个水而已，这价够了"),
            Label("The bundle worked out cheaper than buying the kettle by itself", "套装算下来比单买水壶划算"),
            Label("Waited for the discount and it paid off", "蹲到优惠才下手，值"),
        ),
        "bad": (
            Label("Overpriced for a plain kettle", "普普通通一把壶，卖贵了"),
            Label("They raised the price and then called it a kettle sale", "水壶先涨价再打折，套路"),
            Label("Asked for the price difference back and they said no", "买贵了想退差价，不给退"),
        ),
    },
    "quality": {
        "good": (
            Label("I only buy food-grade steel, and this one is", "就认食品级不锈钢，这个是"),
            Label("Boiling every day for half a year and still like new", "天天烧水，半年了还跟新的一样"),
            Label("The thermostat is accurate, I checked it with a thermometer", "温控挺准，我拿温度计量过"),
            Label("The lid hinge still feels sturdy", "壶盖开合还是很利索"),
            Label("Barely any limescale so far", "到现在没怎么结水垢"),
        ),
        "bad": (
            Label("The coating inside started peeling", "内胆的涂层开始掉了"),
            Label("It stopped heating after a month", "一个月就不加热了"),
            Label("The handle came loose while I was pouring", "倒水的时候把手松了"),
        ),
    },
    "looks": {
        "good": (
            Label("Prettiest thing on my kitchen counter now", "放厨房台面上看着就舒服"),
            Label("I was after that retro look", "就喜欢这种复古的样子"),
            Label("The matte finish doesn't show fingerprints", "磨砂的，不留指纹"),
            Label("Matches my tea set nicely", "跟我的茶具是一个风格"),
            Label("Small and cute, my daughter picked it", "小巧可爱，女儿挑的"),
        ),
        "bad": (
            Label("The green is much darker than I wanted", "绿得太深了，不是我要的"),
            Label("Looks like something from a motel room", "像小旅馆里配的那种"),
            Label("You can see the glue around the base", "底座一圈胶印看得清清楚楚"),
        ),
    },
    "speed": {
        "good": (
            Label("Our kettle died on Monday and this one was here Tuesday", "旧壶周一坏的，新壶周二就到了"),
            Label("Got here before my trip, which was the whole point", "赶在出差前到了，要的就是这个"),
            Label("Went with the shop that could get a kettle here soonest", "谁家的壶到得快就买谁家"),
            Label("The kettle was on its way within a couple of hours", "下单两小时壶就发出来了"),
            Label("Brought right to my door the next morning, saved me a trip", "第二天一早就送到家门口，省得我跑"),
        ),
        "bad": (
            Label("I flew out without it because the travel kettle came late", "出差都走了，旅行壶还没到"),
            Label("A week without hot water waiting for a kettle", "等这把壶，一周没喝上热水"),
            Label("They promised two days and the kettle took eight", "说好两天，水壶走了八天"),
        ),
    },
    "service": {
        "good": (
            Label("They explained which temperature suits which tea", "什么茶用多少度，客服讲得很细"),
            Label("The kettle leaked and a new one was sent the same day", "壶漏水，当天就给补发了"),
            Label("I asked about the steel grade and got the test report", "问是什么钢，直接发了检测报告"),
            Label("They answered me at eleven at night", "晚上十一点问都有人回"),
            Label("Told me honestly the small kettle would do", "实话跟我说小壶就够，没硬推大的"),
        ),
        "bad": (
            Label("They said the leak was my fault", "漏水还说是我用得不对"),
            Label("Three days to answer one question about the kettle", "问壶的事，三天才回我一句"),
            Label("They wanted a video, then photos, then another video", "一会要视频一会要照片，折腾人"),
        ),
    },
    "gift": {
        "good": (
            Label("Gave it to my in-laws and they use it every day", "送公婆的，他们天天用"),
            Label("My dad is into tea, so this was an easy pick", "我爸爱喝茶，送这个准没错"),
            Label("Handed them out at our company party and everyone liked them", "公司年会发的，大家都说好"),
            Label("A useful wedding present that isn't embarrassing", "朋友结婚送的，实用也拿得出手"),
            Label("Comes with a carry bag, nice for giving", "有手提袋，送人方便"),
        ),
        "bad": (
            Label("Dented box, and it was meant for my teacher", "送老师的，结果盒子瘪了"),
            Label("Too plain to give for the holidays", "逢年过节送人显得寒酸"),
            Label("They forgot the gift bag I asked for", "说好给礼品袋的，没放"),
        ),
    },
    "safety": {
        "good": (
            Label("It shuts off by itself, so I don't worry about my parents", "会自动断电，爸妈用我放心"),
            Label("The outside doesn't burn you, good with kids in the house", "外面不烫，家里有小孩就图这个"),
            Label("Won't heat when it's empty, I tried", "试过了，空壶不加热"),
            Label("The lid locks, so no hot water spills out", "盖子能锁住，开水不会洒出来"),
            Label("Three-prong grounded plug, I always check for that", "插头带接地，我专门看这个"),
        ),
        "bad": (
            Label("It doesn't shut off and almost boiled dry", "不会断电，差点烧干"),
            Label("The handle gets too hot to hold", "把手烫得没法拿"),
            Label("It tripped the breaker the minute I used it", "一用就跳闸"),
        ),
    },
    "noise": {
        "good": (
            Label("I boiled water while the baby napped and she didn't wake up", "宝宝睡着了烧水也没吵醒"),
            Label("Much quieter than our old kettle", "比家里旧的那把安静多了"),
            Label("Just a low hum before it clicks off", "快开的时候只有一点点嗡嗡声"),
            Label("Nobody in the office looks up when I boil water", "在办公室烧水，没人嫌吵"),
            Label("I wanted a kettle without the loud beeping, found it", "就想找个不滴滴叫的壶，找到了"),
        ),
        "bad": (
            Label("Roars like a truck when it boils", "烧起水来轰隆隆的"),
            Label("It beeps five times and wakes everybody up", "水开了滴滴响五声，全家都醒了"),
            Label("So loud I can't hear the TV", "吵得电视都听不见"),
        ),
    },
}
