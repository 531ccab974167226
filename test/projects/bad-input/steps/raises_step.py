LIMITS = {"small": 1}

config = {
    "type": "event",
    "name": LIMITS["large"],
}
